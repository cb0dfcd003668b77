package dev.orderpipeline.operations.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.orderpipeline.domain.Item;
import dev.orderpipeline.domain.Money;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Optional;

/// Rules for input that are enough for tests: JSON with orderId (the key), amount and items. The
/// fingerprint is the JSON without layout.
public final class SimplePlacedJudge implements PlacedJudge {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  @Override
  public Verdict judge(Optional<String> key, Optional<byte[]> value) {
    if (value.isEmpty()) {
      return new Invalid("tombstone");
    }
    try {
      JsonNode order = JSON.readTree(value.get());
      String id = order.path("orderId").asText();
      if (!key.equals(Optional.of(id))) {
        return new Invalid("key_mismatch");
      }
      JsonNode amount = order.path("amount");
      List<Item> items = new ArrayList<>();
      for (JsonNode item : order.path("items")) {
        items.add(new Item(item.path("sku").asText(), item.path("quantity").asInt()));
      }
      Money money =
          new Money(
              amount.path("value").asLong(),
              Currency.getInstance(amount.path("currency").asText()));
      return new Valid(id, order.toString(), money, items);
    } catch (IOException | IllegalArgumentException e) {
      return new Invalid("not_an_order");
    }
  }
}
