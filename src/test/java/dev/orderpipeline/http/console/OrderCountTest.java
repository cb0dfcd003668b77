package dev.orderpipeline.http.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderpipeline.domain.CallKind;
import dev.orderpipeline.domain.OrderState;
import dev.orderpipeline.domain.ParkReason;
import dev.orderpipeline.domain.Phase;
import dev.orderpipeline.domain.StateName;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OrderCountTest {

  private static final Instant START = SomeOrders.START;

  private final OrderCount count = new OrderCount();

  @Test
  void ordersAreCountedByStateAndByWhatTheyWaitFor() {
    count.add(SomeOrders.in("o-1", new OrderState.Pending(), START));
    add("o-2", new Phase.InFlight(CallKind.SEND, START), 9);
    add("o-3", new Phase.Parked(CallKind.SEND, ParkReason.BREAKER_OPEN, START), 3);
    add("o-4", new Phase.Parked(CallKind.SEND, ParkReason.PAUSED, START), 5);
    add("o-5", new Phase.Waiting(CallKind.SEND, START), 7);
    add("o-6", new Phase.Ready(CallKind.SEND), 8);
    count.add(SomeOrders.suspended("o-7", START.plusSeconds(4)));
    count.add(SomeOrders.in("o-8", SomeOrders.failed("x"), START));

    InstanceView.State charging = state(StateName.CHARGING);
    assertThat(charging)
        .isEqualTo(
            new InstanceView.State(
                "CHARGING", 6, 1, 2, 2, 1, 1.5, START.plusSeconds(3).toEpochMilli(), "o-3"));
    assertThat(state(StateName.PENDING).orders()).isEqualTo(1);
    assertThat(state(StateName.FAILED).orders()).isZero();
    assertThat(state(StateName.RESERVING).oldestAt()).isNull();
  }

  @Test
  void ofManySuspendedOrdersTheOldestAreShown() {
    for (int i = 0; i < 200; i++) {
      // Neither oldest nor youngest first.
      int age = i * 37 % 200;
      count.add(SomeOrders.suspended("o-" + age, START.plusSeconds(age)));
    }
    assertThat(count.suspendedCount()).isEqualTo(200);
    assertThat(count.suspended())
        .hasSize(OrderCount.MOST_SUSPENDED)
        .first()
        .isEqualTo(new InstanceView.Suspended("o-0", "unresolved", START.toEpochMilli(), "o-0:3"));
    assertThat(count.suspended().getLast().orderId()).isEqualTo("o-49");
  }

  @Test
  void outcomesSayHowLongTheyTookAndWhyTheyFailed() {
    assertThat(
            OrderCount.recent(
                List.of(
                    SomeOrders.through(
                        "o-1", SomeOrders.failed("out_of_stock"), StateName.FAILED))))
        .containsExactly(
            new InstanceView.Recent(
                "o-1", "FAILED", "out_of_stock", START.plusMillis(250).toEpochMilli(), 250));
  }

  private void add(String orderId, Phase phase, int second) {
    count.add(SomeOrders.in(orderId, SomeOrders.charging(phase), START.plusSeconds(second)));
  }

  private InstanceView.State state(StateName name) {
    return count.states(Map.of(StateName.CHARGING, 1.5)).stream()
        .filter(state -> state.state().equals(name.name()))
        .findFirst()
        .orElseThrow();
  }
}
