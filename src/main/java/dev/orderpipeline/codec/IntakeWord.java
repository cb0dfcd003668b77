package dev.orderpipeline.codec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Optional;

/// The latest word on whether the pipeline takes orders in, `intake/all` on the operations topic.
///
/// @param kind who may open it again: an operator, a release, the recovery itself
/// @param at when it was spoken
/// @param since from when on that counts for which the input is closed: for the brake, when the
///   trouble began
/// @param by who spoke
/// @param why for people
public record IntakeWord(
    boolean open, Kind kind, Instant at, Instant since, String by, String why) {

  /// The kind of its subject.
  public static final String SUBJECT = "intake";

  /// The id of its subject.
  public static final String ID = "all";

  /// Why the input is closed.
  public enum Kind {
    PAUSE,
    BRAKE,
    RECOVERY
  }

  /// Empty if it does not say whether the input is open.
  public static Optional<IntakeWord> read(JsonNode word, Instant spoken) {
    if (!word.path("open").isBoolean()) {
      return Optional.empty();
    }
    Instant at = Words.instant(word, "at").orElse(spoken);
    return Optional.of(
        new IntakeWord(
            word.path("open").booleanValue(),
            kind(word.path("kind").asText()),
            at,
            Words.instant(word, "since").orElse(at),
            word.path("by").asText("unknown"),
            word.path("why").asText("")));
  }

  /// A kind that this version does not know is opened like a pause.
  private static Kind kind(String text) {
    for (Kind kind : Kind.values()) {
      if (kind.name().equals(text)) {
        return kind;
      }
    }
    return Kind.PAUSE;
  }

  public ObjectNode json() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("open", open)
        .put("kind", kind.name())
        .put("since", since.toString())
        .put("at", at.toString())
        .put("by", by)
        .put("why", why);
  }
}
