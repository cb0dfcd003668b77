package dev.orderpipeline.simulation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.orderpipeline.simulation.GeneratedRecord.Kind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Random;
import java.util.stream.Stream;

/// Generates records for `orders.placed`: the same seed, run and mix give the same records.
/// Remembers a bounded number of orders, to repeat them. Not thread-safe.
public final class OrderGenerator {

  /// Amounts of orders that keep the rules are at most this, in minor units.
  public static final long AMOUNT_LIMIT = 5_000_000;

  /// How far back duplicates reach.
  private static final int REMEMBERED = 1000;

  private final Random random;
  private final String run;
  private final OrderMix mix;
  private final OrderDocuments documents;
  private final ArrayDeque<ObjectNode> recent = new ArrayDeque<>();
  private long sequence;

  /// Starts a stream of records.
  ///
  /// @param run what every orderId starts with, 1–40 of `A-Z a-z 0-9 . _ -`; two runs with
  ///   different ones share no orderId
  public OrderGenerator(long seed, String run, OrderMix mix) {
    if (!run.matches("[A-Za-z0-9._-]{1,40}")) {
      throw new IllegalArgumentException(
          "run must be 1 to 40 of A-Z a-z 0-9 . _ -, was '" + run + "'");
    }
    this.random = new Random(seed);
    this.run = run;
    this.mix = mix;
    this.documents = new OrderDocuments(random);
  }

  public GeneratedRecord next() {
    double point = random.nextDouble();
    if ((point -= mix.declined()) < 0) {
      return remembered(documents.declined(nextId()), Kind.DECLINED);
    }
    if ((point -= mix.outOfStock()) < 0) {
      return remembered(documents.outOfStock(nextId()), Kind.OUT_OF_STOCK);
    }
    if ((point -= mix.ruleBreakers()) < 0) {
      return remembered(documents.ruleBreaker(nextId()), Kind.RULE_BREAKER);
    }
    if ((point -= mix.malformed()) < 0) {
      return MalformedOrders.next(random, documents.good(nextId()));
    }
    // Until there is an order to repeat, repetitions are good orders.
    if (!recent.isEmpty()) {
      if ((point -= mix.duplicates()) < 0) {
        return record(earlier(), Kind.DUPLICATE);
      }
      if (point - mix.conflicting() < 0) {
        return record(documents.changed(earlier()), Kind.CONFLICTING_DUPLICATE);
      }
    }
    return remembered(documents.good(nextId()), Kind.GOOD);
  }

  /// Endless; take what is needed with `limit`.
  public Stream<GeneratedRecord> stream() {
    return Stream.generate(this::next);
  }

  private String nextId() {
    return "%s-%07d".formatted(run, ++sequence);
  }

  private ObjectNode earlier() {
    int back = random.nextInt(recent.size());
    return recent.stream().skip(back).findFirst().orElseThrow();
  }

  private GeneratedRecord remembered(ObjectNode order, Kind kind) {
    recent.addLast(order);
    if (recent.size() > REMEMBERED) {
      recent.removeFirst();
    }
    return record(order, kind);
  }

  private static GeneratedRecord record(ObjectNode order, Kind kind) {
    return new GeneratedRecord(
        utf8(order.get("orderId").textValue()), utf8(order.toString()), kind);
  }

  public static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
