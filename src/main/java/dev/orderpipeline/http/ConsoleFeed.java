package dev.orderpipeline.http;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.orderpipeline.gateways.GateStatus;
import dev.orderpipeline.gateways.RecentCalls.Latency;
import dev.orderpipeline.http.console.Flow;
import dev.orderpipeline.http.console.FlowHistory;
import dev.orderpipeline.http.console.InstanceView;
import dev.orderpipeline.http.console.OrderCount;
import dev.orderpipeline.http.console.Painter;
import dev.orderpipeline.http.console.Picture;
import dev.orderpipeline.http.console.Switchboard;
import dev.orderpipeline.stream.OrderQueries;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Draws a picture of all instances every second that somebody looks, one for all who do.
final class ConsoleFeed {

  private static final Logger LOG = LoggerFactory.getLogger(ConsoleFeed.class);
  private static final long EVERY_MS = 1_000;

  /// Less than a second: an instance that hangs must not slow the others' pictures down.
  private static final Duration ASK = Duration.ofMillis(800);

  /// Several instances may ask for this one's view at about the same time.
  private static final long VIEW_FRESH_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  // Instances of different versions talk to each other while they are being replaced.
  private static final JsonMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  private final ApiParts parts;
  private final OrderQueries queries;
  private final Peers peers;
  private final Offload offload;
  private final ClusterWatch cluster;
  private final EventStream stream;
  private final InstantSource clock;
  private final Flow flow = new Flow();
  private final FlowHistory history;
  private final AtomicBoolean drawing = new AtomicBoolean();

  /// This instance's own view.
  private final Background<InstanceView> view;

  ConsoleFeed(
      ApiParts parts,
      Peers peers,
      Offload offload,
      ClusterWatch cluster,
      EventStream stream,
      InstantSource clock) {
    this.parts = parts;
    this.queries = parts.queries();
    this.peers = peers;
    this.offload = offload;
    this.cluster = cluster;
    this.stream = stream;
    this.clock = clock;
    this.history = new FlowHistory(flow, clock.instant());
    this.view = new Background<>(offload::execute, this::look, VIEW_FRESH_NANOS, System::nanoTime);
  }

  Flow flow() {
    return flow;
  }

  void start(Vertx vertx) {
    vertx.setPeriodic(EVERY_MS, _ -> tick());
  }

  private void tick() {
    history.sample(clock.instant());
    if (!stream.isEmpty()) {
      draw();
    }
  }

  /// Draws and sends, unless that is being done.
  void draw() {
    if (!drawing.compareAndSet(false, true)) {
      return;
    }
    picture()
        .compose(picture -> offload.call(() -> JSON.writeValueAsBytes(picture)))
        .onComplete(drawn -> {
          drawing.set(false);
          if (drawn.succeeded()) {
            stream.send(drawn.result());
          } else {
            LOG.debug("no picture for the console", drawn.cause());
            stream.heartbeat();
          }
        });
  }

  /// What every instance says about itself, by address; empty for one that does not answer.
  Future<Map<String, Optional<InstanceView>>> views() {
    return offload
        .call(queries::members)
        .compose(members -> {
          Map<String, Future<Optional<InstanceView>>> asked = new HashMap<>();
          asked.put(self(), view.fresh().map(Optional::of));
          others(members).forEach(address -> asked.put(address, ask(address)));
          return Future.join(List.copyOf(asked.values())).map(_ -> asked);
        })
        .map(asked -> {
          Map<String, Optional<InstanceView>> views = new HashMap<>();
          asked.forEach((address, answer) -> views.put(address, answer.result()));
          return views;
        });
  }

  private Future<Picture> picture() {
    return views()
        .compose(views -> offload.call(() -> Painter.paint(clock.millis(), surroundings(), views)));
  }

  private List<String> others(Set<String> members) {
    return members.stream().filter(address -> !address.equals(self())).toList();
  }

  private String self() {
    return queries.self().orElse("here");
  }

  private Painter.Surroundings surroundings() {
    return new Painter.Surroundings(
        parts.pipelineId(),
        self(),
        queries.assignment(),
        queries.partitionCount(),
        cluster.lag(),
        cluster.newestDeadLetter(),
        parts.switches().map(Switchboard::switches));
  }

  private Future<Optional<InstanceView>> ask(String address) {
    return peers
        .ask(address, ConsolePages.VIEW, ASK)
        .compose(reply -> offload.call(() -> read(address, reply)))
        .recover(failure -> {
          LOG.debug("instance {} did not answer", address, failure);
          return Future.succeededFuture(Optional.empty());
        });
  }

  private static Optional<InstanceView> read(String address, Peers.Reply reply) throws IOException {
    if (reply.status() != 200) {
      throw new IOException("instance " + address + " answered " + reply.status());
    }
    return Optional.of(JSON.readValue(reply.body().getBytes(), InstanceView.class));
  }

  /// This instance's own view, for another one.
  Future<Buffer> viewJson() {
    return view.fresh()
        .compose(view -> offload.call(() -> Buffer.buffer(JSON.writeValueAsBytes(view))));
  }

  /// Walks over all orders on their way: a few thousand objects.
  private InstanceView look() {
    OrderCount count = new OrderCount();
    queries.active().forEach(count::add);
    return new InstanceView(
        self(),
        clock.millis(),
        parts.isRunning().getAsBoolean(),
        parts.intakeClosed().getAsBoolean(),
        parts.capacity().held(),
        parts.capacity().limit(),
        parts.capacity().waiting(),
        count.states(history.rates()),
        history.outcomes(),
        OrderCount.recent(flow.last()),
        count.suspendedCount(),
        count.suspended(),
        parts.gates().get().stream().map(this::lane).toList(),
        parts
            .intake()
            .closed()
            .map(word ->
                new InstanceView.Directive(
                    word.kind().name(), word.at().toEpochMilli(), word.by(), word.why()))
            .orElse(null));
  }

  private InstanceView.GatewayLane lane(GateStatus gate) {
    Optional<Latency> latency = parts.calls().latency(gate.gateway(), gate.lane());
    return new InstanceView.GatewayLane(
        gate.gateway().label(),
        gate.lane().label(),
        gate.breaker().label(),
        gate.since().toEpochMilli(),
        gate.inFlight(),
        gate.limit(),
        gate.paused(),
        gate.pause()
            .map(pause ->
                new InstanceView.Directive(
                    "PAUSE", pause.since().toEpochMilli(), pause.by(), pause.why()))
            .orElse(null),
        gate.failureRatePercent().isPresent() ? gate.failureRatePercent().getAsDouble() : null,
        latency.map(Latency::p50Millis).orElse(null),
        latency.map(Latency::p95Millis).orElse(null));
  }
}
