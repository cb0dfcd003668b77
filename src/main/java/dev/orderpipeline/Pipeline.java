package dev.orderpipeline;

import dev.orderpipeline.codec.SnapshotWriter;
import dev.orderpipeline.domain.Decider;
import dev.orderpipeline.domain.IdempotencyKeys;
import dev.orderpipeline.domain.Order;
import dev.orderpipeline.domain.OrderMachine;
import dev.orderpipeline.gateways.CallListener;
import dev.orderpipeline.gateways.Gates;
import dev.orderpipeline.gateways.GatewayStack;
import dev.orderpipeline.protocol.Brake;
import dev.orderpipeline.protocol.BrakeEvents;
import dev.orderpipeline.protocol.Capacity;
import dev.orderpipeline.protocol.IntakeSwitch;
import dev.orderpipeline.protocol.PipelineEvents;
import dev.orderpipeline.protocol.PipelineParts;
import dev.orderpipeline.protocol.Quarantine;
import dev.orderpipeline.steps.Steps;
import dev.orderpipeline.stream.BrakeWriter;
import dev.orderpipeline.stream.ControlFollower;
import dev.orderpipeline.stream.PipelineStreams;
import dev.orderpipeline.telemetry.OrderTraces;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// The composition root: everything that runs in a pipeline's process is made here.
public final class Pipeline implements AutoCloseable {

  private static final long CLOSE_SECONDS = 5;

  private final Vertx vertx = Vertx.vertx();
  private final Decider machine;
  private final Capacity capacity;
  private final Gates gates;
  private final GatewayStack gateways;
  private final IntakeSwitch intake = new IntakeSwitch(this::opened);
  private final Brake brake;
  private final BrakeWriter brakeWriter;
  private final PipelineStreams streams;
  private final ControlFollower control;

  public Pipeline(PipelineSettings settings, PipelineEvents events, CallListener calls) {
    this(settings, events, calls, UnaryOperator.identity(), UnaryOperator.identity());
  }

  /// A pipeline whose decisions are looked at, or, to see whether anybody notices, meddled with.
  ///
  /// @param around given the machine, what is to decide in its place; called on every stream thread
  public Pipeline(
      PipelineSettings settings,
      PipelineEvents events,
      CallListener calls,
      UnaryOperator<Decider> around) {
    this(settings, events, calls, around, UnaryOperator.identity());
  }

  /// The same, with the writing of snapshots looked at too.
  ///
  /// @param writing given what writes an order's snapshot, what is to write it in its place; called
  ///   on every stream thread
  public Pipeline(
      PipelineSettings settings,
      PipelineEvents events,
      CallListener calls,
      UnaryOperator<Decider> around,
      UnaryOperator<Function<Order, byte[]>> writing) {
    Clock clock = Clock.systemUTC();
    Steps steps = new Steps();
    OrderTraces traces = new OrderTraces(GlobalOpenTelemetry.get());
    capacity = new Capacity(settings.activeLimit());
    gates = new Gates(settings.gateways(), clock);
    gateways = new GatewayStack(vertx, settings.gateways(), gates, calls, clock, System::nanoTime);
    machine =
        around.apply(
            new OrderMachine(
                settings.policy(), new IdempotencyKeys(settings.stream().pipelineId()), steps));
    brakeWriter = new BrakeWriter(settings.stream(), intake);
    brake = new Brake(settings.brake(), clock, brakeWriter::pull);
    PipelineParts parts =
        new PipelineParts(
            machine,
            steps,
            settings.rules(),
            step -> gates.gate(step.gateway(), step.lane()),
            capacity,
            PipelineEvents.all(new BrakeEvents(brake), events),
            // Records are read by people too: milliseconds are enough.
            Clock.tickMillis(clock.getZone()),
            settings.stream().memory(),
            settings.policy().resendWindow(),
            new Quarantine(settings.brake(), clock),
            writing.apply(new SnapshotWriter()::write),
            traces);
    streams = new PipelineStreams(settings.stream(), parts, gateways, intake);
    control = new ControlFollower(settings.stream(), gates, intake, streams::fail);
    streams.queries().committed().listen(traces);
  }

  private void opened() {
    brake.released();
  }

  /// Blocks for the moment it takes to read what operators have ordered.
  ///
  /// @throws IllegalStateException if that cannot be read
  public void start() {
    control.start();
    streams.start();
  }

  public PipelineStreams streams() {
    return streams;
  }

  public Gates gates() {
    return gates;
  }

  public Capacity capacity() {
    return capacity;
  }

  public IntakeSwitch intake() {
    return intake;
  }

  /// When time moves the order next, if nothing else does before.
  public Optional<Instant> wakeUpAt(Order order) {
    return machine.wakeUpAt(order);
  }

  /// Ends when the pipeline has stopped; exceptionally if an error stopped it.
  public CompletionStage<Void> ended() {
    return streams.ended();
  }

  /// Stops within seconds: what was decided is committed, calls without an answer are asked about
  /// again at the next start.
  @Override
  public void close() {
    control.close();
    brakeWriter.close();
    streams.close();
    gateways.close();
    vertx
        .close()
        .toCompletionStage()
        .toCompletableFuture()
        .orTimeout(CLOSE_SECONDS, TimeUnit.SECONDS)
        .join();
  }
}
