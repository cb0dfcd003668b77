package dev.orderpipeline.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.orderpipeline.codec.SnapshotWriter;
import dev.orderpipeline.codec.TopicRecord;
import dev.orderpipeline.domain.Input;
import dev.orderpipeline.domain.MachinePolicy;
import dev.orderpipeline.domain.Order;
import dev.orderpipeline.domain.OrderMachine;
import dev.orderpipeline.domain.TestOrders;
import dev.orderpipeline.operations.replay.KnownOrders;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OperatorCallsTest {

  @Test
  void whatAServiceCannotKeepInMindIsRefused() {
    KnownOrders orders = new KnownOrders(1);
    orders.add(snapshot("o-1"));
    orders.add(snapshot("o-1"));
    Problem problem =
        catchThrowableOfType(
                Refusal.class,
                () ->
                    OperatorCalls.refusing(() -> {
                      orders.add(snapshot("o-2"));
                      return "taken";
                    }))
            .problem();
    assertThat(problem.status()).isEqualTo(409);
    assertThat(problem.code()).isEqualTo("too_many_orders");
    assertThat(problem.detail()).contains("more than 1 orders", "use the command");
  }

  @Test
  void whatTheTopicsSayIsHandedOn() throws Exception {
    assertThatThrownBy(() ->
            OperatorCalls.refusing(() -> {
              throw new IllegalStateException("orders.placed could not be read");
            }))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("kafka_unavailable")
        .hasMessageContaining("orders.placed could not be read");
    assertThat(OperatorCalls.<String>refusing(() -> "done")).isEqualTo("done");
  }

  private static TopicRecord snapshot(String orderId) {
    OrderMachine machine = TestOrders.machine(MachinePolicy.DEFAULT);
    Order order =
        machine
            .decide(
                TestOrders.admitted(machine, orderId),
                new Input.CapacityGranted(),
                TestOrders.START)
            .order();
    return new TopicRecord(
        "orders.validating",
        0,
        0,
        TestOrders.START,
        Optional.of(orderId),
        Optional.of(new SnapshotWriter().write(order)),
        Map.of());
  }
}
