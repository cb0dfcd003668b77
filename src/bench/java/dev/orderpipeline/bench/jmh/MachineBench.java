package dev.orderpipeline.bench.jmh;

import dev.orderpipeline.bench.load.Journey;
import dev.orderpipeline.domain.Answer;
import dev.orderpipeline.domain.Decision;
import dev.orderpipeline.domain.Input;
import dev.orderpipeline.domain.Order;
import dev.orderpipeline.domain.OrderPlaced;
import dev.orderpipeline.domain.StateName;
import dev.orderpipeline.domain.Step;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// The machine's decisions.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class MachineBench {

  private final Journey journey = new Journey();
  private final OrderPlaced placed = journey.placed(Sample.key(), Sample.document());
  private final Order charging = journey.charging(placed, Sample.NOW);
  private final Input confirmed =
      new Input.Answered(
          charging.version(),
          Step.CHARGE,
          charging.run(Step.CHARGE).orElseThrow().calls(),
          new Answer.Confirmed("CAPTURED", Optional.of("tx_1")));

  /// From placed to completed: admission and six decisions, two request bodies among them.
  @Benchmark
  public Order wholeWay() {
    Order order = journey.complete(placed, Sample.NOW);
    if (order.state().name() != StateName.COMPLETED) {
      throw new IllegalStateException("ended " + order.state().name());
    }
    return order;
  }

  /// The charge is confirmed.
  @Benchmark
  public Decision oneDecision() {
    Decision decision = journey.machine().decide(charging, confirmed, Sample.NOW);
    if (decision.order().state().name() != StateName.RESERVING) {
      throw new IllegalStateException("went to " + decision.order().state().name());
    }
    return decision;
  }
}
