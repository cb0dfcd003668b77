package dev.orderpipeline.stream;

import dev.orderpipeline.gateways.GatewayClient;
import dev.orderpipeline.protocol.Handover;
import dev.orderpipeline.protocol.IntakeSwitch;
import dev.orderpipeline.protocol.IntentOutbox;
import dev.orderpipeline.protocol.PipelineParts;
import dev.orderpipeline.protocol.StageName;
import dev.orderpipeline.protocol.Tick;
import dev.orderpipeline.stream.topics.InternalTopics;
import dev.orderpipeline.stream.topics.KeptState;
import dev.orderpipeline.stream.topics.LostState;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.apache.kafka.streams.processor.api.Processor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The running pipeline. An error that no code foresaw stops it: a supervisor restarts the process,
/// which loses nothing, sooner than the group would notice a half-dead one.
public final class PipelineStreams implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(PipelineStreams.class);
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(8);
  private static final long WATCH_MS = 3_000;
  private static final Duration STATE_LIMIT = Duration.ofSeconds(20);

  private final KafkaStreams streams;
  private final PipelineClients clients;
  private final OrderQueries queries;
  private final KeptState state;
  private final LocalState local;
  private final ScheduledExecutorService watch =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("state-watch").factory());
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private volatile boolean started;

  /// @param intake closes the input of this process
  public PipelineStreams(
      StreamSettings settings, PipelineParts parts, GatewayClient gateways, IntakeSwitch intake) {
    this.clients =
        new PipelineClients(
            settings.topics().placed(),
            parts.capacity(),
            intake,
            () -> new IntentOutbox(gateways),
            () -> new CommitCadence(Tick.FAST.interval(), settings.commitInterval()),
            parts.events());
    this.state =
        new KeptState(
            settings.client(),
            new InternalTopics(settings.pipelineId()),
            settings.topics(),
            parts.clock(),
            STATE_LIMIT);
    this.local = new LocalState(settings.stateDir(), settings.pipelineId());
    this.streams =
        new KafkaStreams(
            topology(settings, parts, clients, () -> state.check(settings.instanceId())),
            new StreamsConfig(StreamProperties.of(settings)),
            clients);
    this.queries = new OrderQueries(streams, clients.committed(), settings);
    streams.setUncaughtExceptionHandler(failure -> {
      Throwable cause = lostState(failure).map(Throwable.class::cast).orElse(failure);
      LOG.error("the pipeline stops: an error that it cannot recover from by itself", cause);
      ended.completeExceptionally(cause);
      return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    });
    streams.setStateListener((now, before) -> {
      LOG.info("pipeline {} (was {})", now, before);
      if (now == KafkaStreams.State.ERROR) {
        ended.completeExceptionally(new IllegalStateException("Kafka Streams went into ERROR"));
      } else if (now == KafkaStreams.State.NOT_RUNNING) {
        ended.complete(null);
      }
    });
  }

  private static Optional<LostState> lostState(Throwable failure) {
    for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof LostState lost) {
        return Optional.of(lost);
      }
    }
    return Optional.empty();
  }

  static Topology topology(StreamSettings settings, PipelineParts parts, PipelineClients clients) {
    return topology(settings, parts, clients, () -> {});
  }

  private static Topology topology(
      StreamSettings settings, PipelineParts parts, PipelineClients clients, Runnable stateCheck) {
    TaskBooks books =
        new TaskBooks(parts.capacity(), settings.memory(), parts.writer(), clients, stateCheck);
    NodeSettings nodes =
        new NodeSettings(
            settings.topics().placed(),
            new SnapshotHeaders("/" + settings.pipelineId()),
            settings.sessionTimeout());
    return PipelineTopology.draw(
        settings.topics(),
        settings.memory(),
        new PipelineTopology.Nodes() {
          @Override
          public Processor<byte[], byte[], Object, Object> admit() {
            return new AdmitProcessor(parts, clients, books, nodes);
          }

          @Override
          public Processor<String, Handover, Object, Object> stage(StageName name) {
            return new StageProcessor(name, parts, clients, books, nodes);
          }
        });
  }

  /// Looks whether the state is still there, and starts.
  ///
  /// @throws LostState if it is not, and nobody is recovering it
  public void start() {
    switch (state.look()) {
      case KeptState.Verdict.Whole _ -> {
        if (local.takeUnclosed()) {
          LOG.info(
              "local state was left open, by a process that was killed or failed; it is restored");
          streams.cleanUp();
        }
      }
      case KeptState.Verdict.Lost lost -> throw lost.exception();
      case KeptState.Verdict.Recovering _ -> {
        LOG.info("orders are being brought back; local state from before is dropped");
        var _ = local.takeUnclosed();
        streams.cleanUp();
      }
    }
    streams.start();
    started = true;
    // It handles its own failures.
    var _ =
        watch.scheduleWithFixedDelay(this::watchState, WATCH_MS, WATCH_MS, TimeUnit.MILLISECONDS);
  }

  private void watchState() {
    try {
      state.watch();
    } catch (LostState lost) {
      fail(lost);
      watch.shutdown();
    } catch (RuntimeException e) {
      LOG.debug("whether the state is still there is not known", e);
    }
  }

  /// Whether all partitions it owns are restored and being processed.
  public boolean isRunning() {
    return streams.state() == KafkaStreams.State.RUNNING;
  }

  /// Questions about orders, from any thread.
  public OrderQueries queries() {
    return queries;
  }

  /// What Kafka Streams and its clients measure of themselves.
  public KafkaMeterBinder meters() {
    return new KafkaMeterBinder(streams);
  }

  /// `CREATED`, `REBALANCING`, `RUNNING` …
  public String state() {
    return streams.state().name();
  }

  public boolean intakeClosed() {
    return clients.intakeClosed();
  }

  /// Ends the pipeline because of an error outside of it.
  public void fail(Throwable failure) {
    LOG.error("the pipeline stops: it cannot go on without what has failed", failure);
    ended.completeExceptionally(failure);
  }

  /// Ends when the pipeline has stopped; exceptionally if an error stopped it.
  public CompletionStage<Void> ended() {
    return ended.minimalCompletionStage();
  }

  /// Commits what was decided and stops, within seconds. Calls without an answer are asked about
  /// again at the next start.
  @Override
  public void close() {
    if (!streams.close(CLOSE_LIMIT)) {
      LOG.warn(
          "the pipeline did not stop within {}; what it had not committed is redone", CLOSE_LIMIT);
    } else if (started && streams.state() == KafkaStreams.State.NOT_RUNNING) {
      local.closed();
    }
    watch.shutdownNow();
    state.close();
  }
}
