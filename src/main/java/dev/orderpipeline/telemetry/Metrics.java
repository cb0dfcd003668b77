package dev.orderpipeline.telemetry;

import dev.orderpipeline.gateways.CallListener;
import dev.orderpipeline.protocol.PipelineEvents;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The metrics of one instance, for Prometheus. First it is put in the way of what it counts, then
/// it is shown the running pipeline. `topology-docs/metrics.md` lists what comes of it.
public final class Metrics implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Metrics.class);

  /// Of what [#scrape] returns.
  public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final List<AutoCloseable> bound = new ArrayList<>();
  private final InstantSource clock;
  private @Nullable Subject subject;
  private @Nullable OrderTimes times;
  private @Nullable Gauges gauges;

  public Metrics(InstantSource clock) {
    this.clock = clock;
    registry.config().meterFilter(new KafkaMeters());
  }

  /// Counts calls and passes them on. To be called once.
  public CallListener counting(CallListener next) {
    return new CallCounts(next, registry);
  }

  /// Counts events. To be called once.
  public PipelineEvents events() {
    return new EventCounts(registry);
  }

  /// Measures a pipeline from now on. To be called once.
  public synchronized void observe(Subject running) {
    subject = running;
    gauges = new Gauges(running, registry, clock);
    OrderTimes listener = new OrderTimes(registry, clock);
    times = listener;
    running.committed().listen(listener);
  }

  /// Adds what some part measures of itself, until this is closed.
  public synchronized void bind(MeterBinder part) {
    part.bindTo(registry);
    if (part instanceof AutoCloseable open) {
      bound.add(open);
    }
  }

  public synchronized void bindJvm() {
    new ClassLoaderMetrics().bindTo(registry);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    bind(new JvmGcMetrics());
  }

  /// All of it in Prometheus' text format. Walks over the orders on their way: not for a thread
  /// that must not wait.
  ///
  /// @param inputLag records that wait in the input topic; empty if nobody knows
  public synchronized String scrape(OptionalLong inputLag) {
    Gauges known = gauges;
    if (known != null) {
      known.look(inputLag);
    }
    return registry.scrape();
  }

  @Override
  public synchronized void close() {
    Subject running = subject;
    OrderTimes listener = times;
    if (running != null && listener != null) {
      running.committed().unlisten(listener);
    }
    bound.forEach(Metrics::close);
    registry.close();
  }

  private static void close(AutoCloseable part) {
    try {
      part.close();
    } catch (Exception e) {
      LOG.warn("a part of the metrics did not close", e);
    }
  }
}
