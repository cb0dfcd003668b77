package dev.orderpipeline.simulation.gateways;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.orderpipeline.domain.Item;
import dev.orderpipeline.domain.Money;
import dev.orderpipeline.domain.OrderPlaced;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Optional;

/// Reads the body of a request for an effect, with limits. What is wrong with a body is said by
/// field, never by quoting it.
public final class EffectRequestJson {

  public static final int MAX_BYTES = 1 << 20;
  private static final int MAX_DEPTH = 16;
  private static final int MAX_STRING = 256;

  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxDocumentLength(MAX_BYTES)
                          .maxNestingDepth(MAX_DEPTH)
                          .build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private EffectRequestJson() {}

  public sealed interface Parsed {
    record Valid(EffectRequest request) implements Parsed {}

    /// The body cannot be worked on.
    ///
    /// @param detail which field is wrong, and how
    record Malformed(String detail) implements Parsed {}
  }

  /// Reads a body.
  ///
  /// @param endpoint not a query
  public static Parsed parse(Endpoint endpoint, String key, byte[] body) {
    try {
      return new Parsed.Valid(read(endpoint, key, body, JSON.readTree(body)));
    } catch (IOException e) {
      return new Parsed.Malformed("the body is not JSON within the limits");
    } catch (MalformedFieldException e) {
      return new Parsed.Malformed(e.detail);
    }
  }

  private static EffectRequest read(Endpoint endpoint, String key, byte[] body, JsonNode json)
      throws MalformedFieldException {
    if (!json.isObject()) {
      throw new MalformedFieldException("the body must be a JSON object");
    }
    long digest = Digests.ofPayload(body);
    String orderId = text(json, "orderId");
    return switch (endpoint) {
      case CHARGES -> {
        text(json, "customerId");
        var method =
            json.hasNonNull("paymentMethodId")
                ? Optional.of(text(json, "paymentMethodId"))
                : Optional.<String>empty();
        yield new EffectRequest.Charge(key, orderId, amount(json), method, digest);
      }
      case REFUNDS ->
          new EffectRequest.Refund(key, orderId, text(json, "chargeKey"), amount(json), digest);
      case RESERVATIONS -> new EffectRequest.Reserve(key, orderId, items(json), digest);
      case RELEASES ->
          new EffectRequest.Release(
              key, orderId, text(json, "reservationKey"), items(json), digest);
      case CHARGE_QUERY, RESERVATION_QUERY ->
          throw new IllegalArgumentException(endpoint.label() + " has no body");
    };
  }

  private static String text(JsonNode json, String field) throws MalformedFieldException {
    JsonNode value = json.path(field);
    if (!value.isTextual() || value.textValue().isEmpty()) {
      throw new MalformedFieldException(field + " must be a text that is not empty");
    }
    if (value.textValue().length() > MAX_STRING) {
      throw new MalformedFieldException(field + " is longer than " + MAX_STRING);
    }
    return value.textValue();
  }

  private static Money amount(JsonNode json) throws MalformedFieldException {
    JsonNode amount = json.path("amount");
    JsonNode value = amount.path("value");
    String currency = text(amount, "currency");
    try {
      if (!value.isIntegralNumber() || !value.canConvertToLong()) {
        throw new MalformedFieldException("amount.value must be a whole number");
      }
      return new Money(value.longValue(), Currency.getInstance(currency));
    } catch (IllegalArgumentException e) {
      throw new MalformedFieldException(
          "amount must be 1 to " + Money.MAX_VALUE + " minor units of an ISO 4217 currency");
    }
  }

  private static List<Item> items(JsonNode json) throws MalformedFieldException {
    JsonNode array = json.path("items");
    if (!array.isArray() || array.isEmpty() || array.size() > OrderPlaced.MAX_ITEMS) {
      throw new MalformedFieldException("items must be 1 to " + OrderPlaced.MAX_ITEMS + " items");
    }
    List<Item> items = new ArrayList<>(array.size());
    for (JsonNode element : array) {
      JsonNode quantity = element.path("quantity");
      if (!quantity.isIntegralNumber()
          || !quantity.canConvertToInt()
          || quantity.intValue() < 1
          || quantity.intValue() > Item.MAX_QUANTITY) {
        throw new MalformedFieldException("items.quantity must be 1 to " + Item.MAX_QUANTITY);
      }
      items.add(new Item(text(element, "sku"), quantity.intValue()));
    }
    return items;
  }

  /// Carries one sentence up to [#parse].
  private static final class MalformedFieldException extends Exception {
    private final String detail;

    private MalformedFieldException(String detail) {
      super(detail, null, false, false);
      this.detail = detail;
    }
  }
}
