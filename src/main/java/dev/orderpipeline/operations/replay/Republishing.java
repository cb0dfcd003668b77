package dev.orderpipeline.operations.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.orderpipeline.codec.TopicRecord;
import dev.orderpipeline.protocol.Origin;
import dev.orderpipeline.stream.topics.OutgoingRecord;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Makes the record that publishes another one again: the same key and bytes, its headers, and
/// where it comes from. Its age stays that of the first record of its kind.
public final class Republishing {

  /// Where the record that is published again lies.
  public static final String REPLAY_OF = "replay_of";

  private Republishing() {}

  /// @param topic to publish to
  /// @param id of the replay or recovery
  public static OutgoingRecord of(TopicRecord record, String topic, String id) {
    Map<String, String> headers = new HashMap<>(record.headers());
    headers.put(REPLAY_OF, record.position());
    headers.put(Origin.REPLAY_ID, id);
    headers.put(Origin.TIMESTAMP, String.valueOf(ReplayPlanner.since(record).toEpochMilli()));
    return new OutgoingRecord(
        topic,
        Optional.empty(),
        record.key().map(key -> key.getBytes(UTF_8)),
        record.value(),
        headers);
  }
}
