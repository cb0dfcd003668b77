package dev.orderpipeline.simulation;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Random;

/// Makes OrderPlaced documents that look like a shop's.
final class OrderDocuments {

  private static final int CUSTOMERS = 2_000;
  private static final int PRODUCTS = 500;
  private static final int MAX_ITEMS = 5;

  /// Weighted by repetition.
  private static final List<String> CURRENCIES =
      List.of("EUR", "EUR", "EUR", "EUR", "USD", "USD", "USD", "GBP", "CHF", "JPY");

  /// Codes that the simulated payment gateway declines by.
  private static final List<String> DECLINED = List.of("pm_declined_", "pm_insufficient_");

  private final Random random;

  OrderDocuments(Random random) {
    this.random = random;
  }

  ObjectNode good(String orderId) {
    var order = JsonNodeFactory.instance.objectNode();
    order.put("orderId", orderId);
    order.put("customerId", "c-" + random.nextInt(CUSTOMERS));
    order
        .putObject("amount")
        .put("value", amount())
        .put("currency", CURRENCIES.get(random.nextInt(CURRENCIES.size())));
    ArrayNode items = order.putArray("items");
    int count = 1 + random.nextInt(MAX_ITEMS);
    for (int i = 0; i < count; i++) {
      items
          .addObject()
          .put("sku", "SKU-" + random.nextInt(PRODUCTS))
          .put("quantity", 1 + random.nextInt(3));
    }
    order.put("paymentMethodId", "pm_" + random.nextInt(CUSTOMERS));
    order.putObject("metadata").put("channel", random.nextBoolean() ? "web" : "app");
    return order;
  }

  ObjectNode declined(String orderId) {
    String code = DECLINED.get(random.nextInt(DECLINED.size()));
    return good(orderId).put("paymentMethodId", code + random.nextInt(CUSTOMERS));
  }

  ObjectNode outOfStock(String orderId) {
    ObjectNode order = good(orderId);
    ArrayNode items = order.withArray("items");
    ((ObjectNode) items.get(random.nextInt(items.size())))
        .put("sku", "SKU-OUT-" + random.nextInt(PRODUCTS));
    return order;
  }

  ObjectNode ruleBreaker(String orderId) {
    ObjectNode order = good(orderId);
    order
        .withObject("/amount")
        .put("value", OrderGenerator.AMOUNT_LIMIT + 1 + random.nextInt(1_000_000));
    return order;
  }

  /// The same id with another amount.
  ObjectNode changed(ObjectNode order) {
    ObjectNode other = order.deepCopy();
    ObjectNode amount = other.withObject("/amount");
    amount.put("value", amount.get("value").longValue() + 1);
    return other;
  }

  /// Many small amounts, few large ones.
  private long amount() {
    double skewed = Math.pow(random.nextDouble(), 6);
    return 100 + (long) (skewed * (OrderGenerator.AMOUNT_LIMIT - 100));
  }
}
