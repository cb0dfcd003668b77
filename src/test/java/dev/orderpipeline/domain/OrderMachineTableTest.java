package dev.orderpipeline.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderpipeline.Golden;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// Every input in every situation an order can get into; [WatchedMachine] says what must hold.
@Execution(ExecutionMode.CONCURRENT)
class OrderMachineTableTest {

  @Test
  void everyInputInEverySituationIsDecidedRightly() {
    StatesDocument document = new StatesDocument();
    int situations = new Exploration(TestOrders.SMALL).run(document::saw);
    assertThat(situations).isGreaterThan(500);
    Golden.check(Path.of("states.md"), document.render());
  }

  @Test
  void alsoWhenTheDeadlineLiesBehindTheKeyRetention() {
    StatesDocument document = new StatesDocument();
    new Exploration(TestOrders.PATIENT).run(document::saw);
    assertThat(document.transitions()).contains("RESERVING -> COMPENSATING");
  }
}
