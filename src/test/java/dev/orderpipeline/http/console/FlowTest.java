package dev.orderpipeline.http.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderpipeline.domain.OrderState;
import dev.orderpipeline.domain.StateName;
import org.junit.jupiter.api.Test;

class FlowTest {

  private final Flow flow = new Flow();

  @Test
  void everyStateIsCountedAlsoThoseOfOneTransaction() {
    flow.advanced(
        0,
        SomeOrders.through(
            "o-1",
            SomeOrders.failed("card_declined"),
            StateName.VALIDATING,
            StateName.CHARGING,
            StateName.FAILED),
        -1);
    assertThat(flow.entered(StateName.PENDING)).isEqualTo(1);
    assertThat(flow.entered(StateName.VALIDATING)).isEqualTo(1);
    assertThat(flow.entered(StateName.CHARGING)).isEqualTo(1);
    assertThat(flow.entered(StateName.FAILED)).isEqualTo(1);
    assertThat(flow.entered(StateName.RESERVING)).isZero();
  }

  @Test
  void whatWasKnownBeforeIsNotCountedAgain() {
    flow.advanced(
        0,
        SomeOrders.through(
            "o-1",
            SomeOrders.failed("x"),
            StateName.VALIDATING,
            StateName.CHARGING,
            StateName.FAILED),
        2);
    assertThat(flow.entered(StateName.PENDING)).isZero();
    assertThat(flow.entered(StateName.CHARGING)).isZero();
    assertThat(flow.entered(StateName.FAILED)).isEqualTo(1);
  }

  @Test
  void anOrderThatIsSuspendedHasNotMoved() {
    flow.advanced(
        0,
        SomeOrders.through(
            "o-1",
            new OrderState.Validating(),
            StateName.VALIDATING,
            StateName.CHARGING,
            StateName.CHARGING),
        2);
    assertThat(flow.entered(StateName.CHARGING)).isZero();
  }

  @Test
  void theLastOutcomesAreRememberedAndNoMore() {
    for (int i = 0; i < 100; i++) {
      flow.advanced(0, SomeOrders.through("o-" + i, SomeOrders.failed("x"), StateName.FAILED), -1);
    }
    assertThat(flow.last()).hasSize(16).extracting(order -> order.orderId()).contains("o-99");
  }
}
