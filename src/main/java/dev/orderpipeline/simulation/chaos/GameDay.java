package dev.orderpipeline.simulation.chaos;

import dev.orderpipeline.operations.audit.ReplaySafe;
import dev.orderpipeline.operations.audit.Violation;
import dev.orderpipeline.simulation.chaos.Disaster.Target;
import dev.orderpipeline.simulation.chaos.GameDayReport.Happened;
import dev.orderpipeline.stream.StreamSettings;
import dev.orderpipeline.stream.topics.TopicAdmin;
import dev.orderpipeline.stream.topics.TopicNames;
import dev.orderpipeline.stream.topics.TopicPlan;
import dev.orderpipeline.stream.topics.TopicProblem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Starts a world, places orders in it, does to it what the schedule says, waits until all is
/// quiet, and consumes the whole input once more. For one thread, but for [#close].
public final class GameDay implements AutoCloseable {

  private static final Duration ADMIN_LIMIT = Duration.ofSeconds(30);
  private static final Duration SETTLING_LIMIT = Duration.ofSeconds(90);
  private static final Duration QUIET_LIMIT = Duration.ofMinutes(6);
  private static final Duration SILENCE = Duration.ofSeconds(3);
  private static final Duration PROGRESS = Duration.ofSeconds(5);
  private static final long TICK_MS = 2;

  private final ChaosPlan plan;
  private final List<Disaster> schedule;
  private final Consumer<String> out;
  private final TopicNames topics = new TopicNames(LocalWorld.PREFIX);
  private final LocalWorld world;
  private final List<AutoCloseable> open = new ArrayList<>();
  private final List<Happened> happened = new ArrayList<>();

  private GameDay(ChaosPlan plan, LocalWorld world, Consumer<String> out) {
    this.plan = plan;
    this.world = world;
    this.out = out;
    this.schedule = Schedule.of(plan, StreamSettings.SESSION_TIMEOUT);
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

  /// Blocks until all is over, at most the plan's duration and about twenty minutes.
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
    Watch watch = closing(new Watch(world.client(), topics, System::nanoTime));
    Load load = closing(new Load(world.client(), topics.placed(), plan));
    settle(watch, load);
    Timeline timeline = new Timeline(System::nanoTime);
    Supervisor supervisor = new Supervisor(world.all(), timeline, what -> tell(timeline, what));
    FaultRemote faults = closing(new FaultRemote(world.gatewaysUrl(), timeline));
    for (Disaster disaster : schedule) {
      timeline.at(disaster.at(), () -> strike(disaster, timeline, supervisor, faults, watch));
    }
    supervisor.begin();
    showProgress(timeline, load, watch);
    while (timeline.elapsed().compareTo(plan.duration()) < 0 || !load.isDone()) {
      timeline.run();
      load.placeUntil(timeline.elapsed());
      TimeUnit.MILLISECONDS.sleep(TICK_MS);
    }
    tell(timeline, "all records placed; waiting until all is quiet ...");
    boolean quiet = awaitQuiet(timeline, watch);
    Optional<Violation> replayed = Optional.empty();
    if (quiet) {
      Path before = replay(timeline, load);
      quiet = awaitQuiet(timeline, watch);
      replayed = changedSince(before);
    }
    return new GameDayReport(
        plan,
        StreamSettings.SESSION_TIMEOUT,
        happened.stream().map(done -> done.recovered(watch.outcomes())).toList(),
        load.placed(),
        load.unacknowledged(),
        supervisor.endedByThemselves(),
        quiet,
        replayed);
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

  /// Waits until every instance reads a share of the input, and has done some work: what hits a
  /// group while it forms, or processes that have just started, says little about recovery.
  private void settle(Watch watch, Load load) throws InterruptedException {
    Timeline waiting = new Timeline(System::nanoTime);
    while (world.instances().stream().anyMatch(i -> watch.partitionsOf(i.name()).isEmpty())) {
      if (waiting.elapsed().compareTo(SETTLING_LIMIT) > 0) {
        throw new IllegalStateException(
            "the input is not shared among the instances after %d s; their logs are in %s"
                .formatted(SETTLING_LIMIT.toSeconds(), world.dir()));
      }
      TimeUnit.MILLISECONDS.sleep(TICK_MS);
    }
    load.warmUp();
    awaitQuiet(waiting, watch);
  }

  private void strike(
      Disaster disaster,
      Timeline timeline,
      Supervisor supervisor,
      FaultRemote faults,
      Watch watch) {
    ChildProcess victim = world.victim(disaster.kind().target(), disaster.victim());
    Set<Integer> partitions =
        disaster.kind().target() == Target.INSTANCE
            ? watch.partitionsOf(victim.name())
            : watch.partitions();
    happened.add(new Happened(disaster, timeline.elapsed(), System.nanoTime(), partitions));
    tell(timeline, disaster.describe());
    switch (disaster.kind()) {
      case KILL_INSTANCE, KILL_BROKER, KILL_GATEWAYS -> supervisor.kill(victim, disaster.lasts());
      case RESTART_BROKER -> supervisor.restart(victim, disaster.lasts());
      case PAUSE_INSTANCE -> {
        victim.pause();
        timeline.after(disaster.lasts(), victim::resume);
      }
      case GATEWAY_OUTAGE -> faults.set(FaultRemote.OUTAGE, disaster.lasts());
      case SLOW_GATEWAYS -> faults.set(FaultRemote.SLOW, disaster.lasts());
      case LOST_ANSWERS -> faults.set(FaultRemote.LOST_ANSWERS, disaster.lasts());
    }
  }

  private boolean awaitQuiet(Timeline timeline, Watch watch) throws InterruptedException {
    Duration end = timeline.elapsed().plus(QUIET_LIMIT);
    for (long tick = 0; timeline.elapsed().compareTo(end) < 0; tick++) {
      timeline.run();
      if (tick % (1_000 / TICK_MS) == 0 && watch.isQuiet(SILENCE)) {
        return true;
      }
      TimeUnit.MILLISECONDS.sleep(TICK_MS);
    }
    tell(
        timeline,
        "not quiet after %d s: %d orders on their way"
            .formatted(QUIET_LIMIT.toSeconds(), watch.onTheirWay()));
    return false;
  }

  /// Consumes the whole input once more.
  ///
  /// @return the ledger as it was before
  private Path replay(Timeline timeline, Load load) throws IOException, InterruptedException {
    tell(timeline, "quiet; consuming the whole input once more ...");
    Path before = world.dir().resolve("ledger-before-replay.ndjson");
    Files.copy(world.ledger(), before);
    load.replay();
    return before;
  }

  private Optional<Violation> changedSince(Path before) throws IOException {
    try (InputStream old = Files.newInputStream(before);
        InputStream now = Files.newInputStream(world.ledger())) {
      return ReplaySafe.judge(world.ledger().toString(), old, now);
    }
  }

  private void showProgress(Timeline timeline, Load load, Watch watch) {
    tell(
        timeline,
        "placed %d, completed %d, failed %d, on their way %d"
            .formatted(load.placed(), watch.completed(), watch.failed(), watch.onTheirWay()));
    timeline.after(PROGRESS, () -> showProgress(timeline, load, watch));
  }

  private void tell(Timeline timeline, String what) {
    out.accept("%6.1f s  %s".formatted(timeline.elapsed().toMillis() / 1e3, what));
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

  private <T extends AutoCloseable> T closing(T part) {
    open.addFirst(part);
    return part;
  }

  /// Ends every process.
  @Override
  public void close() {
    world.close();
    for (AutoCloseable part : open) {
      try {
        part.close();
      } catch (Exception e) { // AutoCloseable declares no narrower type.
        out.accept("could not close: " + e.getMessage());
      }
    }
  }
}
