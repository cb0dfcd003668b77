package dev.orderpipeline.steps;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.orderpipeline.codec.Utf8;
import dev.orderpipeline.domain.Item;
import dev.orderpipeline.domain.Money;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// JSON bodies of the gateway contract: written field by field in a fixed order, read within
/// bounds.
final class Bodies {

  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(20).build())
                  .build())
          .build();

  private Bodies() {}

  /// Writes the fields of one object.
  interface Fields {
    void write(JsonGenerator json) throws IOException;
  }

  static byte[] object(Fields fields) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(256);
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.writeStartObject();
      fields.write(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory failed", e);
    }
    return out.toByteArray();
  }

  static void amount(JsonGenerator json, Money amount) throws IOException {
    json.writeObjectFieldStart("amount");
    json.writeNumberField("value", amount.value());
    json.writeStringField("currency", amount.currency().getCurrencyCode());
    json.writeEndObject();
  }

  static void items(JsonGenerator json, List<Item> items) throws IOException {
    json.writeArrayFieldStart("items");
    for (Item item : items) {
      json.writeStartObject();
      json.writeStringField("sku", item.sku());
      json.writeNumberField("quantity", item.quantity());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  /// The answer as an object; empty if it is not one.
  static Optional<JsonNode> read(byte[] body) {
    try {
      JsonNode node = JSON.readTree(body);
      return node != null && node.isObject() ? Optional.of(node) : Optional.empty();
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  static boolean is(JsonNode json, String field, String expected) {
    return expected.equals(json.path(field).textValue());
  }

  static boolean isAmount(@Nullable JsonNode json, Money expected) {
    return json != null
        && json.path("value").isIntegralNumber()
        && json.path("value").asLong() == expected.value()
        && is(json, "currency", expected.currency().getCurrencyCode());
  }

  /// The gateway's id of an effect, if the answer has a sane one.
  static Optional<String> reference(JsonNode json, String field) {
    return Optional.ofNullable(json.path(field).textValue())
        .filter(id -> !id.isEmpty() && id.length() <= 128 && Utf8.canCarry(id));
  }
}
