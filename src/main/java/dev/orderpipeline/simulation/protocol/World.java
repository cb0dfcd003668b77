package dev.orderpipeline.simulation.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.orderpipeline.domain.Decider;
import dev.orderpipeline.domain.IdempotencyKeys;
import dev.orderpipeline.domain.OrderMachine;
import dev.orderpipeline.domain.Payloads;
import dev.orderpipeline.domain.Step;
import dev.orderpipeline.gateways.GatewayRequest;
import dev.orderpipeline.steps.Requests;
import dev.orderpipeline.steps.Steps;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Everything that is simulated, and the production code in it. One thread runs it all.
final class World {

  private final Setup setup;
  private final Plan plan;
  private final Pieces pieces;
  private final VirtualClock clock = new VirtualClock();
  private final EventQueue queue = new EventQueue(clock);
  private final Trace trace;
  private final InputLog placed;
  private final InputLog commands;
  private final OutputLog outputs = new OutputLog();
  private final List<DurablePartition> partitions = new ArrayList<>();
  private final SimGateways gateways;
  private final LiveJudge judge;
  private final Network network;
  private final Group group;
  private final MemoryLoss memoryLoss;
  private final List<SimProcess> processes = new ArrayList<>();
  private final Decider machine;
  private final Requests requests;
  private final Set<Step> closed = EnumSet.noneOf(Step.class);
  private final Set<Step> down = EnumSet.noneOf(Step.class);
  private final Map<String, Integer> sent = new HashMap<>();
  private final Map<String, Integer> counts = new TreeMap<>();
  private boolean calm;

  World(Setup setup, Plan plan, Pieces pieces, boolean traced) {
    this.setup = setup;
    this.plan = plan;
    this.pieces = pieces;
    this.trace = new Trace(clock, traced);
    this.placed = new InputLog(Output.PREFIX + "placed", setup.partitions());
    this.commands = new InputLog(Output.PREFIX + "commands", setup.partitions());
    this.gateways = new SimGateways(setup.policy().keyRetention());
    this.judge = new LiveJudge(this);
    this.network = new Network(this);
    this.group = new Group(this);
    this.memoryLoss = new MemoryLoss(this);
    Steps steps = new Steps();
    Payloads payloads = pieces.payloads().apply(steps);
    this.machine =
        pieces
            .machine()
            .apply(new OrderMachine(setup.policy(), new IdempotencyKeys("simulation"), payloads));
    Requests built = pieces.requests().apply(steps);
    this.requests =
        (call, order) -> {
          GatewayRequest request = built.request(call, order);
          judge.decided(request, call);
          return request;
        };
    for (int i = 0; i < setup.partitions(); i++) {
      partitions.add(new DurablePartition(i));
    }
  }

  /// Starts the processes and lets the plan arrange its disturbances.
  void begin() {
    for (int i = 0; i < setup.processes(); i++) {
      processes.add(new SimProcess(this, "p" + i));
    }
    group.assignOrphans();
    plan.disturb(this);
  }

  Setup setup() {
    return setup;
  }

  Plan plan() {
    return plan;
  }

  Pieces pieces() {
    return pieces;
  }

  VirtualClock clock() {
    return clock;
  }

  EventQueue queue() {
    return queue;
  }

  Trace trace() {
    return trace;
  }

  InputLog placed() {
    return placed;
  }

  InputLog commands() {
    return commands;
  }

  OutputLog outputs() {
    return outputs;
  }

  List<DurablePartition> partitions() {
    return partitions;
  }

  SimGateways gateways() {
    return gateways;
  }

  LiveJudge judge() {
    return judge;
  }

  Network network() {
    return network;
  }

  Group group() {
    return group;
  }

  MemoryLoss memoryLoss() {
    return memoryLoss;
  }

  List<SimProcess> processes() {
    return processes;
  }

  Decider machine() {
    return machine;
  }

  Requests requests() {
    return requests;
  }

  /// Counts something that was done to the system or by it.
  void count(String what) {
    counts.merge(what, 1, Integer::sum);
  }

  Map<String, Integer> counts() {
    return counts;
  }

  /// How many task incarnations the order's partition has had.
  int incarnationsOwning(String orderId) {
    int partition = InputSchedule.partition(this, orderId.getBytes(UTF_8));
    return counts.getOrDefault("incarnations of partition " + partition, 0);
  }

  /// A thread comes to a point at which it can be struck.
  void reach(Point point, SimThread thread) {
    if (calm || !thread.process().running()) {
      return;
    }
    Strike strike = plan.strike(point);
    switch (strike) {
      case NONE -> {
        // Mostly.
      }
      case CRASH -> throw struck(strike, point);
      case ABORT -> {
        if (point.canAbort()) {
          throw struck(strike, point);
        }
      }
      case PAUSE -> {
        if (!point.canAbort() && point != Point.DECIDED && point != Point.GATE_ASKED) {
          Disasters.pause(this, thread.process(), plan.choose(40_000));
        }
      }
      case ERROR -> {
        // A gate that has let somebody in does not fail then.
        if (point != Point.GATE_ASKED && thread.culprit().isPresent()) {
          throw struck(strike, point);
        }
      }
    }
  }

  private Struck struck(Strike strike, Point point) {
    count(strike + " at " + point);
    trace.add(() -> strike + " at " + point);
    return new Struck(strike);
  }

  /// Runs production code on a thread, and does what strikes it.
  void guard(SimThread thread, Runnable action) {
    try {
      action.run();
    } catch (Struck struck) {
      if (struck.strike() == Strike.ABORT) {
        trace.add(() -> thread.name() + " aborts");
        thread.abort();
      } else if (struck.strike() == Strike.ERROR && isNoted(thread)) {
        trace.add(() -> thread.name() + " drops its transaction");
        thread.abort();
      } else {
        Disasters.crash(this, thread.process());
      }
    } catch (RuntimeException bug) {
      judge.bug(thread, bug);
      Disasters.crash(this, thread.process());
    }
  }

  /// As the stream package does.
  private static boolean isNoted(SimThread thread) {
    return thread
        .culprit()
        .map(culprit -> thread.process().quarantine().note(culprit, "struck"))
        .orElse(false);
  }

  CallFate fate(GatewayRequest request) {
    if (calm) {
      return CallFate.ANSWERED;
    }
    if (down.contains(request.step())) {
      return CallFate.NOT_SENT;
    }
    int nth = sent.merge(request.method() + request.idempotencyKey(), 1, Integer::sum);
    CallFate fate = plan.fate(request, nth);
    count("call " + fate);
    return fate;
  }

  CommitFate commitFate() {
    CommitFate fate = calm ? CommitFate.COMMITTED : plan.commit();
    count("commit " + fate);
    return fate;
  }

  boolean closed(Step step) {
    return closed.contains(step);
  }

  Set<Step> closedGates() {
    return closed;
  }

  Set<Step> downEndpoints() {
    return down;
  }

  boolean calm() {
    return calm;
  }

  /// From now on nothing goes wrong.
  void calmDown() {
    trace.add(() -> "--- from here on nothing goes wrong ---");
    calm = true;
    closed.clear();
    down.clear();
    processes.forEach(SimProcess::resume);
  }

  /// Whether nothing is left to do.
  boolean quiet() {
    return network.quiet()
        && !memoryLoss.underway()
        && processes.stream().allMatch(SimProcess::running)
        && partitions.stream().allMatch(p -> p.owner() != null && p.owner().process().running())
        && processes.stream().flatMap(p -> p.threads().stream()).allMatch(SimThread::quiet);
  }
}
