package dev.orderpipeline.bench.load;

import dev.orderpipeline.bench.process.Child;
import dev.orderpipeline.bench.process.Children;
import dev.orderpipeline.bench.process.Java;
import java.time.Duration;
import java.util.Map;

/// The load generator, from the outside.
public final class Load {

  /// What every orderId starts with.
  public static final String RUN = "bench";

  /// The same for every variant: the same orders.
  private static final long SEED = 4;

  private static final Duration PREPARE_LIMIT = Duration.ofMinutes(2);
  private static final Duration SEND_LIMIT = Duration.ofMinutes(10);

  private final Child process;

  private Load(Child process) {
    this.process = process;
  }

  public static Load start(Children children, String bootstrap, String topic) {
    return new Load(
        children.start(
            "load",
            Java.run(LoadProcess.class.getName(), bootstrap, topic, RUN, String.valueOf(SEED)),
            Map.of()));
  }

  /// Makes the next orders.
  public void prepare(int orders) throws InterruptedException {
    process.tell("prepare " + orders);
    process.awaitLine("prepared", PREPARE_LIMIT);
  }

  /// Publishes what was prepared at once, and returns when Kafka has it all.
  public void burst() throws InterruptedException {
    process.tell("burst");
    awaitSent();
  }

  /// Begins to publish what was prepared at an even pace.
  ///
  /// @return when the first order was due, wall clock
  public long pace(double ordersPerSecond) throws InterruptedException {
    process.tell("pace " + ordersPerSecond);
    return Long.parseLong(
        process.awaitLine("started", PREPARE_LIMIT).substring("started ".length()));
  }

  /// Waits until everything is published.
  public void awaitSent() throws InterruptedException {
    awaitSent(Duration.ZERO);
  }

  /// Waits until everything is published.
  ///
  /// @param pace how long publishing lasts by itself
  public void awaitSent(Duration pace) throws InterruptedException {
    String failed = process.awaitLine("sent", pace.plus(SEND_LIMIT)).substring("sent ".length());
    if (!failed.equals("0")) {
      throw new IllegalStateException("Kafka did not take " + failed + " orders of the load");
    }
  }

  public Child process() {
    return process;
  }
}
