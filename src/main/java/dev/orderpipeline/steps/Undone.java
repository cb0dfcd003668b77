package dev.orderpipeline.steps;

import com.fasterxml.jackson.databind.JsonNode;
import dev.orderpipeline.domain.Answer;
import java.util.Optional;

/// Reads the answer to an undoing request: done, or nothing there to undo.
final class Undone {

  private Undone() {}

  static Optional<Answer.Confirmed> read(
      byte[] body, String done, String nothing, String referenceField) {
    return Bodies.read(body)
        .flatMap(json -> {
          if (Bodies.is(json, "status", done)) {
            return confirmed(json, done, referenceField);
          }
          return Bodies.is(json, "status", nothing)
              ? confirmed(json, nothing, referenceField)
              : Optional.empty();
        });
  }

  private static Optional<Answer.Confirmed> confirmed(
      JsonNode json, String status, String referenceField) {
    return Optional.of(new Answer.Confirmed(status, Bodies.reference(json, referenceField)));
  }
}
