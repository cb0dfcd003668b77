package dev.orderpipeline.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.orderpipeline.codec.Decoded.Malformed;
import dev.orderpipeline.domain.Item;
import dev.orderpipeline.domain.Money;
import dev.orderpipeline.domain.OrderPlaced;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads `OrderPlaced` from untrusted bytes, with a bound on everything. Thread-safe.
public final class OrderPlacedDecoder {

  /// Longest input accepted, in bytes; several copies must fit into one snapshot's record.
  public static final int MAX_BYTES = 256 * 1024;

  /// Deepest nesting accepted.
  public static final int MAX_DEPTH = 20;

  private static final int MAX_NUMBER_LENGTH = 40;

  private static final Pattern ORDER_ID =
      Pattern.compile("[A-Za-z0-9._-]{1," + OrderPlaced.MAX_ID_LENGTH + "}");

  private final int maxBytes;
  private final JsonMapper json;

  /// For input.
  public OrderPlacedDecoder() {
    this(MAX_BYTES, MAX_NUMBER_LENGTH);
  }

  /// Whether a record's key can be an orderId.
  public static boolean isOrderId(String key) {
    return ORDER_ID.matcher(key).matches();
  }

  /// For input of another length.
  ///
  /// @param maxBytes longest document accepted
  /// @param maxNumberLength most digits of a number accepted
  OrderPlacedDecoder(int maxBytes, int maxNumberLength) {
    this.maxBytes = maxBytes;
    this.json =
        JsonMapper.builder(
                JsonFactory.builder()
                    .streamReadConstraints(
                        StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxDocumentLength(maxBytes)
                            .maxNumberLength(maxNumberLength)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            // One form for equal content: what is carried on is also what is compared.
            .enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED)
            .build();
  }

  /// Reads one record.
  ///
  /// @param key the record's key, which must equal the orderId
  public Decoded decode(byte @Nullable [] key, byte @Nullable [] value) {
    return read(value, Optional.of(key == null ? new byte[0] : key));
  }

  /// Reads an order that has no key yet: whoever publishes it takes the orderId for one.
  public Decoded decodeUnkeyed(byte[] value) {
    return read(value, Optional.empty());
  }

  private Decoded read(byte @Nullable [] value, Optional<byte[]> key) {
    if (value == null) {
      return new Malformed("tombstone", "the record has no value; an order cannot be deleted");
    }
    if (value.length > maxBytes) {
      return new Malformed(
          "too_large", "the record has %d bytes, at most %d".formatted(value.length, maxBytes));
    }
    try {
      JsonNode root = json.readTree(Utf8.strictly(value));
      if (!root.isObject()) {
        return new Malformed("wrong_type", "the record must be a JSON object");
      }
      return new Decoded.Valid(placed(key, root));
    } catch (Refusal refusal) {
      return new Malformed(refusal.reason, refusal.text);
    } catch (StreamConstraintsException e) {
      return new Malformed(
          "too_deep", "the JSON is nested deeper, or a part of it longer, than allowed");
    } catch (JsonProcessingException e) {
      return new Malformed("not_json", "the record is not well-formed JSON" + where(e));
    } catch (IOException e) {
      return new Malformed("not_json", "the record is not UTF-8 JSON");
    } catch (NumberFormatException e) {
      // Jackson lets this one through for exponents that no number can have.
      return new Malformed("invalid_value", "a number is out of any range");
    }
  }

  private static String where(JsonProcessingException e) {
    return e.getLocation() == null ? "" : " (at character " + e.getLocation().getCharOffset() + ")";
  }

  private OrderPlaced placed(Optional<byte[]> key, JsonNode root)
      throws Refusal, JsonProcessingException {
    String orderId = text(root, "orderId");
    if (!ORDER_ID.matcher(orderId).matches()) {
      throw new Refusal(
          "invalid_value", "orderId must be 1 to 64 of the characters A-Z a-z 0-9 . _ -");
    }
    if (key.isPresent() && !orderId.equals(new String(key.get(), UTF_8))) {
      throw new Refusal("key_mismatch", "the record's key must equal orderId");
    }
    String customerId = text(root, "customerId");
    if (customerId.isEmpty() || customerId.length() > 256) {
      throw new Refusal("invalid_value", "customerId must have 1 to 256 characters");
    }
    Money amount = amount(required(root, "amount"));
    List<Item> items = items(required(root, "items"));
    optionalText(root, "placedAt");
    Optional<String> paymentMethodId = optionalText(root, "paymentMethodId");
    String document = json.writeValueAsString(root);
    if (!Utf8.canCarry(document)) {
      throw new Refusal("invalid_value", "a string holds half of a surrogate pair");
    }
    return new OrderPlaced(
        orderId,
        customerId,
        amount,
        items,
        paymentMethodId,
        document,
        Digest.of(document.getBytes(UTF_8)));
  }

  private static Money amount(JsonNode node) throws Refusal {
    if (!node.isObject()) {
      throw new Refusal("wrong_type", "amount must be an object with value and currency");
    }
    JsonNode value = required(node, "value", "amount.value");
    if (!value.isIntegralNumber()) {
      throw new Refusal("wrong_type", "amount.value must be a whole number of minor units");
    }
    if (!value.canConvertToLong() || value.longValue() < 1 || value.longValue() > Money.MAX_VALUE) {
      throw new Refusal("invalid_amount", "amount.value must be 1 to " + Money.MAX_VALUE);
    }
    JsonNode currency = required(node, "currency", "amount.currency");
    if (!currency.isTextual()) {
      throw new Refusal("wrong_type", "amount.currency must be a string");
    }
    return new Money(value.longValue(), currency(currency.textValue()));
  }

  private static Currency currency(String code) throws Refusal {
    try {
      return Currency.getInstance(code);
    } catch (IllegalArgumentException e) {
      throw new Refusal("invalid_amount", "amount.currency must be an ISO 4217 code such as EUR");
    }
  }

  private static List<Item> items(JsonNode array) throws Refusal {
    if (!array.isArray()) {
      throw new Refusal("wrong_type", "items must be an array");
    }
    if (array.isEmpty() || array.size() > OrderPlaced.MAX_ITEMS) {
      throw new Refusal(
          "invalid_value", "items must have 1 to " + OrderPlaced.MAX_ITEMS + " entries");
    }
    List<Item> items = new ArrayList<>(array.size());
    for (JsonNode node : array) {
      items.add(item(node, "items[" + items.size() + "]"));
    }
    return items;
  }

  private static Item item(JsonNode node, String at) throws Refusal {
    if (!node.isObject()) {
      throw new Refusal("wrong_type", at + " must be an object with sku and quantity");
    }
    JsonNode sku = required(node, "sku", at + ".sku");
    JsonNode quantity = required(node, "quantity", at + ".quantity");
    if (!sku.isTextual() || !quantity.isIntegralNumber()) {
      throw new Refusal("wrong_type", at + " needs a string sku and a whole quantity");
    }
    if (sku.textValue().isEmpty() || sku.textValue().length() > 256) {
      throw new Refusal("invalid_value", at + ".sku must have 1 to 256 characters");
    }
    if (!quantity.canConvertToInt()
        || quantity.intValue() < 1
        || quantity.intValue() > Item.MAX_QUANTITY) {
      throw new Refusal("invalid_value", at + ".quantity must be 1 to " + Item.MAX_QUANTITY);
    }
    return new Item(sku.textValue(), quantity.intValue());
  }

  private static String text(JsonNode root, String field) throws Refusal {
    JsonNode node = required(root, field);
    if (!node.isTextual()) {
      throw new Refusal("wrong_type", field + " must be a string");
    }
    return node.textValue();
  }

  private static Optional<String> optionalText(JsonNode root, String field) throws Refusal {
    JsonNode node = root.get(field);
    return node == null || node.isNull() ? Optional.empty() : Optional.of(text(root, field));
  }

  private static JsonNode required(JsonNode root, String field) throws Refusal {
    return required(root, field, field);
  }

  private static JsonNode required(JsonNode parent, String field, String path) throws Refusal {
    JsonNode node = parent.get(field);
    if (node == null || node.isNull()) {
      throw new Refusal("missing_field", path + " is missing");
    }
    return node;
  }

  /// Ends the reading of one record early; never leaves this class.
  private static final class Refusal extends Exception {
    final String reason;
    final String text;

    Refusal(String reason, String text) {
      super(text, null, false, false);
      this.reason = reason;
      this.text = text;
    }
  }
}
