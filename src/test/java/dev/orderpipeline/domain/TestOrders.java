package dev.orderpipeline.domain;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.time.Instant;
import java.util.Currency;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Orders, policies and payloads to test with.
public final class TestOrders {

  public static final Instant START = Instant.parse("2026-01-02T03:04:05Z");
  public static final IdempotencyKeys KEYS = new IdempotencyKeys("test");

  /// As small as it can be with all its numbers still meaning something.
  public static final MachinePolicy SMALL =
      new MachinePolicy(
          new RetryPolicy(Duration.ofMillis(200), Duration.ofSeconds(30), 2),
          new RetryPolicy(Duration.ofSeconds(1), Duration.ofSeconds(60), 2),
          Duration.ofMinutes(15),
          Duration.ofHours(24),
          Duration.ofHours(1),
          2,
          Duration.ofSeconds(60));

  /// The deadline lies behind the end of the key retention.
  public static final MachinePolicy PATIENT =
      new MachinePolicy(
          SMALL.forward(),
          SMALL.compensation(),
          Duration.ofDays(2),
          SMALL.keyRetention(),
          SMALL.keyRetentionMargin(),
          SMALL.maxQueries(),
          SMALL.answerWithin());

  private TestOrders() {}

  public static OrderPlaced placed(String orderId) {
    return new OrderPlaced(
        orderId,
        "c-7",
        new Money(4990, Currency.getInstance("EUR")),
        List.of(new Item("SKU-1", 2)),
        Optional.of("pm_1"),
        """
        {"amount":{"currency":"EUR","value":4990},"customerId":"c-7",\
        "items":[{"quantity":2,"sku":"SKU-1"}],"orderId":"%s","paymentMethodId":"pm_1"}\
        """
            .formatted(orderId),
        "fingerprint-of-" + orderId);
  }

  public static OrderMachine machine(MachinePolicy policy) {
    return new OrderMachine(policy, KEYS, new FixedPayloads());
  }

  public static Order admitted(OrderMachine machine, String orderId) {
    return machine.admit(
        placed(orderId), new SourcePosition("orders.placed", 0, 7), Optional.empty(), START);
  }

  /// One body a step, the same object every time.
  static final class FixedPayloads implements Payloads {
    private final Map<Step, Payload> bodies = new EnumMap<>(Step.class);

    FixedPayloads() {
      for (Step step : Step.values()) {
        bodies.put(step, new Payload(step.label().getBytes(UTF_8), "hash-of-" + step.label()));
      }
    }

    @Override
    public Payload of(Step step, Order order) {
      Payload payload = bodies.get(step);
      if (payload == null) {
        throw new IllegalStateException("no body for " + step);
      }
      return payload;
    }
  }
}
