package dev.orderpipeline.stream.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TopicNamesTest {

  @Test
  void areTheContractsNames() {
    assertThat(new TopicNames("orders.").all())
        .containsExactly(
            "orders.placed",
            "orders.commands",
            "orders.validating",
            "orders.charging",
            "orders.reserving",
            "orders.compensating",
            "orders.completed",
            "orders.failed",
            "orders.dead-letter",
            "orders.operations");
  }

  @Test
  void refuseAPrefixThatKafkaWouldRefuse() {
    assertThatThrownBy(() -> new TopicNames("my orders/"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'my orders/'");
  }
}
