package dev.orderpipeline.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OrderLineTest {

  @Test
  void takesTheOrderIdAsKeyAndTheLineAsItIs() {
    String line = "{ \"x\": 1.50, \"orderId\": \"o-1\" }";
    assertThat(OrderLine.read(line, false))
        .isInstanceOfSatisfying(
            OrderLine.Order.class,
            order -> {
              assertThat(order.key()).isEqualTo("o-1".getBytes(UTF_8));
              assertThat(order.value()).isEqualTo(line.getBytes(UTF_8));
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nope",
        "[1]",
        "{}",
        "{\"orderId\":7}",
        "{\"orderId\":\"\"}",
        "{\"orderId\":\"a\"} {}"
      })
  void refusesWhatIsNoOrderUnlessRaw(String line) {
    assertThat(OrderLine.read(line, false)).isInstanceOf(OrderLine.Refused.class);
    assertThat(OrderLine.read(line, true))
        .isInstanceOfSatisfying(
            OrderLine.Order.class,
            order -> {
              assertThat(order.key()).isNull();
              assertThat(order.value()).isEqualTo(line.getBytes(UTF_8));
            });
  }

  @Test
  void skipsBlankLines() {
    assertThat(OrderLine.read("  ", false)).isEqualTo(new OrderLine.Blank());
  }
}
