package dev.orderpipeline.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Currency;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What an order is made of: which values there are, and what of them may be seen.
class OrderValuesTest {

  private static final Currency EUR = Currency.getInstance("EUR");

  @ParameterizedTest
  @ValueSource(longs = {1, 1_000_000_000_000L})
  void amountsFromOneUnitToTheLargest(long value) {
    assertThat(new Money(value, EUR).value()).isEqualTo(value);
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 0, 1_000_000_000_001L})
  void otherAmountsAreNone(long value) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Money(value, EUR))
        .withMessage("amount.value must be 1 to 1000000000000 minor units, was " + value);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 1_000_000})
  void quantitiesFromOneToTheLargest(int quantity) {
    assertThat(new Item("SKU-1", quantity).quantity()).isEqualTo(quantity);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 1_000_001})
  void otherQuantitiesAreNone(int quantity) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Item("SKU-1", quantity))
        .withMessage("quantity must be 1 to 1000000, was " + quantity);
  }

  @Test
  void anItemIsOfSomething() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Item("", 1))
        .withMessage("sku must not be empty");
  }

  /// Logs print orders; what is in them is the customer's.
  @Test
  void onlyTheIdOfAnOrderIsPrinted() {
    assertThat(TestOrders.placed("o-1")).hasToString("OrderPlaced[o-1]");
  }

  @Test
  void aPositionIsPrintedAsKafkaDoes() {
    assertThat(new SourcePosition("orders.placed", 3, 7)).hasToString("orders.placed-3@7");
  }
}
