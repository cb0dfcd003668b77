package dev.orderpipeline.cli;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// A line of a file of orders. Only what is needed to publish it is looked at; whether it is a good
/// order is the pipeline's to say.
sealed interface OrderLine {

  JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(JsonParser.Feature.INCLUDE_SOURCE_IN_LOCATION)
          .build();

  record Order(byte @Nullable [] key, byte[] value) implements OrderLine {}

  record Blank() implements OrderLine {}

  record Refused(String reason) implements OrderLine {}

  /// Reads one line.
  ///
  /// @param raw take lines that are no orders too, without a key
  static OrderLine read(String line, boolean raw) {
    if (line.isBlank() && !raw) {
      return new Blank();
    }
    byte[] value = utf8(line);
    JsonNode node;
    try {
      node = JSON.readTree(line);
    } catch (JsonProcessingException e) {
      return raw ? new Order(null, value) : new Refused("not JSON: " + e.getOriginalMessage());
    }
    JsonNode orderId = node.path("orderId");
    if (orderId.isTextual() && !orderId.textValue().isEmpty()) {
      return new Order(utf8(orderId.textValue()), value);
    }
    if (raw) {
      return new Order(null, value);
    }
    return new Refused(node.isObject() ? "it has no text field orderId" : "not a JSON object");
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
