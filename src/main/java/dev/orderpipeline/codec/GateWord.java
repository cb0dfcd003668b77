package dev.orderpipeline.codec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.orderpipeline.domain.Gateway;
import dev.orderpipeline.domain.Lane;
import java.time.Instant;
import java.util.Optional;

/// The latest word on whether calls may go to a gateway on a lane, `gate/<gateway>/<lane>` on the
/// operations topic.
public record GateWord(
    Gateway gateway, Lane lane, boolean paused, Instant at, String by, String why) {

  /// The kind of its subjects.
  public static final String SUBJECT = "gate";

  /// Empty if it is about no gate that there is, or does not say whether it is paused.
  public static Optional<GateWord> read(String id, JsonNode word, Instant spoken) {
    if (!word.path("paused").isBoolean()) {
      return Optional.empty();
    }
    for (Gateway gateway : Gateway.values()) {
      for (Lane lane : Lane.values()) {
        if (id(gateway, lane).equals(id)) {
          return Optional.of(
              new GateWord(
                  gateway,
                  lane,
                  word.path("paused").booleanValue(),
                  Words.instant(word, "at").orElse(spoken),
                  word.path("by").asText("unknown"),
                  word.path("why").asText("")));
        }
      }
    }
    return Optional.empty();
  }

  /// The id of a gate's subject.
  public static String id(Gateway gateway, Lane lane) {
    return gateway.label() + "/" + lane.label();
  }

  public String id() {
    return id(gateway, lane);
  }

  public ObjectNode json() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("paused", paused)
        .put("at", at.toString())
        .put("by", by)
        .put("why", why);
  }
}
