package dev.orderpipeline;

import dev.orderpipeline.config.HttpSettings;
import dev.orderpipeline.domain.Decider;
import dev.orderpipeline.gateways.CallListener;
import dev.orderpipeline.gateways.RecentCalls;
import dev.orderpipeline.http.Api;
import dev.orderpipeline.http.ApiParts;
import dev.orderpipeline.http.console.Switchboard;
import dev.orderpipeline.protocol.PipelineEvents;
import dev.orderpipeline.stream.PipelineStreams;
import dev.orderpipeline.telemetry.Metrics;
import dev.orderpipeline.telemetry.Subject;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// A pipeline and its HTTP API. The socket is opened first: its address is what other instances
/// know this one by.
public final class Service implements AutoCloseable {

  private final PipelineSettings settings;
  private final Api api;
  private final Pipeline pipeline;
  private final RecentCalls calls;
  private final Optional<Metrics> metrics;

  /// Listens, and is ready to be started.
  ///
  /// @throws IOException if it cannot listen
  /// @throws IllegalArgumentException if it would be reachable by others without an admin token
  public Service(
      PipelineSettings settings, HttpSettings http, PipelineEvents events, CallListener calls)
      throws IOException {
    this(settings, http, events, calls, UnaryOperator.identity());
  }

  /// @param around as in [Pipeline]
  public Service(
      PipelineSettings settings,
      HttpSettings http,
      PipelineEvents events,
      CallListener calls,
      UnaryOperator<Decider> around)
      throws IOException {
    this.settings = settings;
    metrics = http.metrics() ? Optional.of(new Metrics(Clock.systemUTC())) : Optional.empty();
    this.calls =
        new RecentCalls(metrics.map(all -> all.counting(calls)).orElse(calls), System::nanoTime);
    api = Api.listen(http);
    try {
      pipeline =
          new Pipeline(
              settings.reachableAt(api.address()),
              metrics.map(all -> PipelineEvents.all(all.events(), events)).orElse(events),
              this.calls,
              around);
    } catch (IOException | RuntimeException e) {
      api.close();
      throw e;
    }
  }

  public void start() {
    start(Optional.empty());
  }

  /// @param switches that the console shows
  public void start(Optional<Switchboard> switches) {
    // Before the first order, so that none is missed.
    metrics.ifPresent(this::observe);
    pipeline.start();
    api.serve(
        new ApiParts(
            settings.stream().pipelineId(),
            settings.stream().topics(),
            settings.stream().client(),
            pipeline.streams().queries(),
            pipeline::wakeUpAt,
            () -> pipeline.gates().status(),
            calls,
            settings.policy().resendWindow(),
            settings.stream().memory(),
            pipeline.capacity(),
            pipeline.streams()::intakeClosed,
            pipeline.intake(),
            pipeline.streams()::isRunning,
            () -> pipeline.ended().toCompletableFuture().isCompletedExceptionally(),
            metrics,
            switches));
  }

  private void observe(Metrics all) {
    PipelineStreams streams = pipeline.streams();
    all.observe(
        new Subject(
            streams.queries().committed(),
            () -> streams.queries().active(),
            () -> pipeline.gates().status(),
            streams::intakeClosed,
            settings.policy().orderDeadline()));
    all.bind(streams.meters());
    all.bindJvm();
  }

  public Pipeline pipeline() {
    return pipeline;
  }

  /// Where this machine's programs reach the API.
  public String url() {
    return api.url();
  }

  /// Takes nothing more in, then stops the pipeline.
  @Override
  public void close() {
    api.close();
    metrics.ifPresent(Metrics::close);
    pipeline.close();
  }
}
