package dev.orderpipeline.simulation.chaos;

import dev.orderpipeline.operations.audit.ReplaySafe;
import dev.orderpipeline.operations.audit.Violation;
import dev.orderpipeline.simulation.OrderGenerator;
import dev.orderpipeline.simulation.OrderMix;
import dev.orderpipeline.simulation.chaos.Disaster.Kind;
import dev.orderpipeline.simulation.chaos.Disaster.Target;
import dev.orderpipeline.simulation.chaos.GameDayReport.Happened;
import dev.orderpipeline.stream.topics.OrderPublisher;
import dev.orderpipeline.stream.topics.ReadOutcome;
import dev.orderpipeline.stream.topics.ReadRequest;
import dev.orderpipeline.stream.topics.TopicAdmin;
import dev.orderpipeline.stream.topics.TopicNames;
import dev.orderpipeline.stream.topics.TopicPlan;
import dev.orderpipeline.stream.topics.TopicProblem;
import dev.orderpipeline.stream.topics.TopicReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Starts a world, places orders in it, does to it what the schedule says, starts again whatever
/// ends, waits until all is quiet, and consumes the whole input once more. For one thread, but for
/// [#close].
public final class GameDay implements AutoCloseable {

  /// Of the pipeline's consumers: how long a member may be silent before its partitions move.
  public static final Duration SESSION_TIMEOUT = Duration.ofSeconds(6);

  private static final Duration ADMIN_LIMIT = Duration.ofSeconds(30);
  private static final Duration QUIET_LIMIT = Duration.ofMinutes(6);
  private static final Duration SILENCE = Duration.ofSeconds(3);
  private static final Duration SUPERVISION = Duration.ofMillis(500);
  private static final Duration SETTLING_LIMIT = Duration.ofSeconds(90);
  private static final Duration TILL_NEXT_LOOK = Duration.ofMillis(100);
  private static final Duration PROGRESS = Duration.ofSeconds(5);
  private static final Duration GRACE = Duration.ofSeconds(20);
  private static final int WARM_UP_ORDERS = 1_000;
  private static final int IN_FLIGHT = 5_000;
  private static final long TICK_MS = 2;

  private record Due(long at, Runnable action) {}

  private final ChaosPlan plan;
  private final List<Disaster> schedule;
  private final Consumer<String> out;
  private final TopicNames topics = new TopicNames(LocalWorld.PREFIX);
  private final LocalWorld world;
  private final FaultRemote faults;
  private final PriorityQueue<Due> due = new PriorityQueue<>(Comparator.comparingLong(Due::at));
  private final List<Happened> happened = new ArrayList<>();
  private final Set<ChildProcess> down = new HashSet<>();
  private String wantedFaults = LocalWorld.EVERYDAY_FAULTS;
  private boolean faultsSet = true;
  private int endedByThemselves;
  private long began;
  private @Nullable Watch watch;
  private @Nullable OrderPublisher publisher;

  private GameDay(ChaosPlan plan, LocalWorld world, Consumer<String> out) {
    this.plan = plan;
    this.world = world;
    this.out = out;
    this.schedule = Schedule.of(plan, SESSION_TIMEOUT);
    this.faults = new FaultRemote(world.gatewaysUrl());
  }

  /// Makes a game day; [#run] runs it.
  ///
  /// @param dir for logs, records, ledger and state
  /// @param ours how commands are started
  /// @param serve how instances of the pipeline are started, if other than that
  /// @param out told what happens, a line at a time
  public static GameDay of(
      ChaosPlan plan, Path dir, Launch ours, Launch serve, Consumer<String> out) {
    return new GameDay(plan, new LocalWorld(dir.toAbsolutePath(), plan, ours, serve), out);
  }

  /// Blocks until all is over, at most the plan's duration and about fifteen minutes.
  ///
  /// @throws IllegalStateException if the world does not come up
  /// @throws IOException if the ledger cannot be read
  public GameDayReport run() throws IOException, InterruptedException {
    out.accept(
        "starting %d broker(s), gateways and %d instance(s) in %s ..."
            .formatted(plan.brokers(), plan.instances(), world.dir()));
    world.startGround();
    createTopics();
    world.startInstances();
    Watch seeing = new Watch(world.client(), topics, System::nanoTime);
    watch = seeing;
    publisher = new OrderPublisher(world.client(), IN_FLIGHT);
    settle(seeing);
    warmUp(publisher, seeing);
    began = System.nanoTime();
    schedule.forEach(disaster -> at(disaster.at(), () -> strike(disaster, seeing)));
    keepAlive();
    showProgress(seeing);
    long placed = placeAll(publisher);
    out.accept("%d records placed; waiting until all is quiet ...".formatted(placed));
    boolean quiet = awaitQuiet(seeing);
    Optional<Violation> replayed = quiet ? replay(publisher, seeing) : Optional.empty();
    return new GameDayReport(
        plan,
        SESSION_TIMEOUT,
        happened.stream().map(done -> done.recovered(seeing.outcomes())).toList(),
        placed,
        publisher.failed(),
        endedByThemselves,
        quiet,
        replayed);
  }

  /// Waits until every instance reads a share of the input: what hits a group while it forms says
  /// little about recovery.
  private void settle(Watch seeing) throws InterruptedException {
    long end = System.nanoTime() + SETTLING_LIMIT.toNanos();
    while (world.instances().stream().anyMatch(i -> seeing.partitionsOf(i.name()).isEmpty())) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException(
            "the input is not shared among the instances after %d s; their logs are in %s"
                .formatted(SETTLING_LIMIT.toSeconds(), world.dir()));
      }
      TimeUnit.MILLISECONDS.sleep(TICK_MS);
    }
  }

  /// Fresh processes are slow; that is not what recovery is measured against.
  private void warmUp(OrderPublisher to, Watch seeing) throws InterruptedException {
    var generator = new OrderGenerator(plan.seed(), "warm" + plan.seed(), OrderMix.clean());
    for (int i = 0; i < WARM_UP_ORDERS; i++) {
      var record = generator.next();
      while (!to.publish(topics.placed(), record.key(), record.value(), Map.of(), _ -> {})) {
        TimeUnit.MILLISECONDS.sleep(TICK_MS);
      }
    }
    awaitQuiet(seeing);
  }

  private void createTopics() {
    try (TopicAdmin admin = new TopicAdmin(world.client(), ADMIN_LIMIT)) {
      List<TopicProblem> problems =
          admin.create(new TopicPlan(topics, LocalWorld.PARTITIONS, OptionalInt.empty()));
      if (!problems.isEmpty()) {
        throw new IllegalStateException(
            "the topics are wrong: " + problems.stream().map(TopicProblem::message).toList());
      }
    }
  }

  // -- what happens when

  private void at(Duration time, Runnable action) {
    due.add(new Due(began + time.toNanos(), action));
  }

  private void after(Duration time, Runnable action) {
    due.add(new Due(System.nanoTime() + time.toNanos(), action));
  }

  private void doWhatIsDue() {
    for (Due next = due.peek(); next != null && next.at() <= System.nanoTime(); next = due.peek()) {
      due.remove();
      next.action().run();
    }
  }

  private void strike(Disaster disaster, Watch seeing) {
    ChildProcess victim = world.victim(disaster.kind().target(), disaster.victim());
    Set<Integer> partitions =
        disaster.kind().target() == Target.INSTANCE
            ? seeing.partitionsOf(victim.name())
            : seeing.partitions();
    long now = System.nanoTime();
    happened.add(new Happened(disaster, now - began, now, partitions));
    out.accept("%6.1f s  %s".formatted((now - began) / 1e9, disaster.describe()));
    switch (disaster.kind()) {
      case KILL_INSTANCE, KILL_BROKER, KILL_GATEWAYS -> {
        down.add(victim);
        victim.kill();
        after(disaster.lasts(), () -> startAgain(victim, GRACE));
      }
      case RESTART_BROKER -> {
        down.add(victim);
        victim.askToEnd();
        after(disaster.lasts(), () -> startAgain(victim, GRACE));
      }
      case PAUSE_INSTANCE -> {
        victim.pause();
        after(disaster.lasts(), victim::resume);
      }
      case GATEWAY_OUTAGE, SLOW_GATEWAYS, LOST_ANSWERS -> {
        wantFaults(faultsDuring(disaster.kind()));
        after(disaster.lasts(), () -> wantFaults(LocalWorld.EVERYDAY_FAULTS));
      }
    }
  }

  private static String faultsDuring(Kind kind) {
    return switch (kind) {
      case GATEWAY_OUTAGE -> "payments.outage=1,inventory.outage=1";
      case SLOW_GATEWAYS ->
          LocalWorld.EVERYDAY_FAULTS
              + ",payments.latency=200ms-1500ms,inventory.latency=200ms-1500ms";
      case LOST_ANSWERS ->
          "payments.timeout-after-success=0.3,inventory.timeout-after-success=0.2,"
              + "inventory.reset-after-success=0.2";
      case KILL_INSTANCE, PAUSE_INSTANCE, KILL_BROKER, RESTART_BROKER, KILL_GATEWAYS ->
          throw new IllegalArgumentException(kind + " is no fault of the gateways");
    };
  }

  private void wantFaults(String wanted) {
    wantedFaults = wanted;
    faultsSet = faults.set(wanted);
  }

  /// As soon as it has ended. What was asked to end and does not is killed, as supervisors do.
  private void startAgain(ChildProcess child, Duration patience) {
    if (child.isAlive() && patience.isPositive()) {
      after(TILL_NEXT_LOOK, () -> startAgain(child, patience.minus(TILL_NEXT_LOOK)));
      return;
    }
    if (down.remove(child)) {
      child.kill();
      child.start();
    }
  }

  /// What a supervisor does: whatever has ended without being told to is started again.
  private void keepAlive() {
    for (ChildProcess child : world.all()) {
      if (!child.isAlive() && !down.contains(child)) {
        endedByThemselves++;
        out.accept(
            "%6.1f s  %s has ended by itself; starting it again"
                .formatted((System.nanoTime() - began) / 1e9, child.name()));
        child.start();
      }
    }
    if (!faultsSet) {
      faultsSet = faults.set(wantedFaults);
    }
    after(SUPERVISION, this::keepAlive);
  }

  private void showProgress(Watch seeing) {
    if (publisher != null) {
      out.accept(
          "%6.1f s  placed %d, completed %d, failed %d, on their way %d"
              .formatted(
                  (System.nanoTime() - began) / 1e9,
                  publisher.acknowledged(),
                  seeing.completed(),
                  seeing.failed(),
                  seeing.onTheirWay()));
    }
    after(PROGRESS, () -> showProgress(seeing));
  }

  // -- load

  private long placeAll(OrderPublisher to) throws InterruptedException {
    var generator = new OrderGenerator(plan.seed(), "day" + plan.seed(), OrderMix.everyday());
    double perNano = plan.ordersPerSecond() / 1e9;
    long placed = 0;
    long end = began + plan.duration().toNanos();
    while (System.nanoTime() < end || placed < plan.orders()) {
      doWhatIsDue();
      long wanted = Math.min(plan.orders(), (long) ((System.nanoTime() - began) * perNano));
      while (placed < wanted) {
        var record = generator.next();
        if (!to.publish(topics.placed(), record.key(), record.value(), Map.of(), _ -> {})) {
          break; // Too much is in flight: Kafka is away.
        }
        placed++;
      }
      TimeUnit.MILLISECONDS.sleep(TICK_MS);
    }
    while (to.inFlight() > 0) {
      doWhatIsDue();
      TimeUnit.MILLISECONDS.sleep(TICK_MS);
    }
    return placed;
  }

  private boolean awaitQuiet(Watch seeing) throws InterruptedException {
    long end = System.nanoTime() + QUIET_LIMIT.toNanos();
    long nextLook = System.nanoTime();
    while (System.nanoTime() < end) {
      doWhatIsDue();
      if (System.nanoTime() >= nextLook) {
        if (seeing.isQuiet(SILENCE)) {
          return true;
        }
        nextLook = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
      }
      TimeUnit.MILLISECONDS.sleep(TICK_MS);
    }
    out.accept(
        "not quiet after %d s: %d orders on their way"
            .formatted(QUIET_LIMIT.toSeconds(), seeing.onTheirWay()));
    return false;
  }

  // -- the whole input once more

  private Optional<Violation> replay(OrderPublisher to, Watch seeing)
      throws IOException, InterruptedException {
    out.accept("quiet; consuming the whole input once more ...");
    Path before = world.dir().resolve("ledger-before-replay.ndjson");
    Files.copy(world.ledger(), before);
    var everything = ReadRequest.committed(List.of(topics.placed()), Duration.ofMinutes(5));
    ReadOutcome read =
        new TopicReader(world.client(), System::nanoTime)
            .read(
                everything,
                record -> {
                  byte @Nullable [] key = record.key().map(OrderGenerator::utf8).orElse(null);
                  while (!to.publish(
                      topics.placed(), key, record.value().orElse(null), Map.of(), _ -> {})) {
                    Thread.onSpinWait();
                  }
                });
    if (read instanceof ReadOutcome.Incomplete incomplete) {
      throw new IllegalStateException("the input could not be read again: " + incomplete.reason());
    }
    to.drain(ADMIN_LIMIT);
    awaitQuiet(seeing);
    try (InputStream old = Files.newInputStream(before);
        InputStream now = Files.newInputStream(world.ledger())) {
      return ReplaySafe.judge(world.ledger().toString(), old, now);
    }
  }

  // -- for whoever audits

  public Map<String, Object> client() {
    return world.client();
  }

  public String pipelineId() {
    return LocalWorld.PIPELINE;
  }

  public String topicPrefix() {
    return LocalWorld.PREFIX;
  }

  public Path ledger() {
    return world.ledger();
  }

  public Path dir() {
    return world.dir();
  }

  /// Ends every process.
  @Override
  public void close() {
    if (watch != null) {
      watch.close();
    }
    world.close();
    if (publisher != null) {
      publisher.close();
    }
    faults.close();
  }
}
