package dev.orderpipeline.simulation;

import static dev.orderpipeline.simulation.OrderGenerator.utf8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.orderpipeline.simulation.GeneratedRecord.Kind;
import java.util.List;
import java.util.Random;

/// Spoils good orders, each in one way that the pipeline must notice.
final class MalformedOrders {

  private static final int DEPTH = 2_000;

  private static final List<Kind> KINDS =
      List.of(
          Kind.NOT_JSON,
          Kind.MISSING_FIELD,
          Kind.WRONG_TYPE,
          Kind.TOO_DEEP,
          Kind.KEY_MISMATCH,
          Kind.NO_KEY,
          Kind.TOMBSTONE,
          Kind.IMPOSSIBLE_AMOUNT,
          Kind.UNKNOWN_CURRENCY);

  private static final List<String> REQUIRED = List.of("customerId", "amount", "items");

  private MalformedOrders() {}

  static GeneratedRecord next(Random random, ObjectNode good) {
    return spoil(good, KINDS.get(random.nextInt(KINDS.size())), random);
  }

  private static GeneratedRecord spoil(ObjectNode good, Kind kind, Random random) {
    byte[] key = utf8(good.get("orderId").textValue());
    return switch (kind) {
      case NOT_JSON -> {
        String text = good.toString();
        yield new GeneratedRecord(
            key, utf8(text.substring(0, 1 + random.nextInt(text.length() - 1))), kind);
      }
      case MISSING_FIELD -> {
        good.remove(REQUIRED.get(random.nextInt(REQUIRED.size())));
        yield new GeneratedRecord(key, utf8(good.toString()), kind);
      }
      case WRONG_TYPE -> {
        good.put("items", "two of SKU-1");
        yield new GeneratedRecord(key, utf8(good.toString()), kind);
      }
      case TOO_DEEP ->
          new GeneratedRecord(key, utf8("[".repeat(DEPTH) + good + "]".repeat(DEPTH)), kind);
      case KEY_MISMATCH ->
          new GeneratedRecord(
              utf8("not-" + good.get("orderId").textValue()), utf8(good.toString()), kind);
      case NO_KEY -> new GeneratedRecord(null, utf8(good.toString()), kind);
      case TOMBSTONE -> new GeneratedRecord(key, null, kind);
      case IMPOSSIBLE_AMOUNT -> {
        good.withObject("/amount").put("value", random.nextBoolean() ? 0 : -random.nextInt(1000));
        yield new GeneratedRecord(key, utf8(good.toString()), kind);
      }
      case UNKNOWN_CURRENCY -> {
        good.withObject("/amount").put("currency", "ZZZ");
        yield new GeneratedRecord(key, utf8(good.toString()), kind);
      }
      case GOOD, DECLINED, OUT_OF_STOCK, RULE_BREAKER, DUPLICATE, CONFLICTING_DUPLICATE ->
          throw new IllegalArgumentException(kind + " is well formed");
    };
  }
}
