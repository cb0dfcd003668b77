package dev.orderpipeline.codec;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/// What the words on the operations topic have in common.
final class Words {

  private Words() {}

  /// Empty if it is not there, or no time.
  static Optional<Instant> instant(JsonNode word, String field) {
    try {
      return Optional.ofNullable(word.path(field).textValue()).map(Instant::parse);
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
