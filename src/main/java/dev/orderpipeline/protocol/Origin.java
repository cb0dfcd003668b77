package dev.orderpipeline.protocol;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Where a record comes from that an operator published again, as its headers tell it.
///
/// @param timestamp when the broker appended the first of these records, however often it was
///   published again since
/// @param redriveOf id of the first dead letter of the case
/// @param redriveCount how often the case was redriven, this time included; 0 if it was not
/// @param replayId the replay that it is part of
public record Origin(
    Optional<Instant> timestamp,
    Optional<String> redriveOf,
    int redriveCount,
    Optional<String> replayId) {

  public static final String TIMESTAMP = "original_timestamp";
  public static final String REDRIVE_OF = "redrive_of";
  public static final String REDRIVE_COUNT = "redrive_count";
  public static final String REPLAY_ID = "replay_id";

  /// A topic's name has up to 249 characters, and partition and offset come on top.
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9._:-]{1,300}");

  private static final Pattern COUNT = Pattern.compile("[0-9]{1,6}");
  private static final Pattern MILLIS = Pattern.compile("[0-9]{1,15}");

  /// What the headers tell. Anybody may write them: what is malformed counts as not there.
  public static Optional<Origin> of(Map<String, String> headers) {
    Optional<String> redriveOf = header(headers, REDRIVE_OF, ID);
    Origin origin =
        new Origin(
            header(headers, TIMESTAMP, MILLIS).map(Long::parseLong).map(Instant::ofEpochMilli),
            redriveOf,
            redriveOf
                .flatMap(_ -> header(headers, REDRIVE_COUNT, COUNT))
                .map(Integer::parseInt)
                .orElse(0),
            header(headers, REPLAY_ID, ID));
    boolean tellsNothing =
        origin.timestamp().isEmpty() && redriveOf.isEmpty() && origin.replayId().isEmpty();
    return tellsNothing ? Optional.empty() : Optional.of(origin);
  }

  private static Optional<String> header(Map<String, String> headers, String name, Pattern form) {
    return Optional.ofNullable(headers.get(name)).filter(value -> form.matcher(value).matches());
  }

  /// The headers that tell it.
  public Map<String, String> headers() {
    Map<String, String> headers = new HashMap<>();
    timestamp.ifPresent(at -> headers.put(TIMESTAMP, String.valueOf(at.toEpochMilli())));
    redriveOf.ifPresent(id -> {
      headers.put(REDRIVE_OF, id);
      headers.put(REDRIVE_COUNT, String.valueOf(redriveCount));
    });
    replayId.ifPresent(id -> headers.put(REPLAY_ID, id));
    return headers;
  }
}
