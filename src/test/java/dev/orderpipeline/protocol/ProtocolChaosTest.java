package dev.orderpipeline.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderpipeline.domain.MachinePolicy;
import dev.orderpipeline.domain.Order;
import dev.orderpipeline.domain.ParkReason;
import dev.orderpipeline.domain.Phase;
import dev.orderpipeline.domain.StateName;
import dev.orderpipeline.domain.Step;
import dev.orderpipeline.gateways.GatewayRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// Whole tasks under anything that can go wrong: aborted transactions, restarts, gates that flap,
/// gateways that misbehave, records read again. At the end every order has one outcome, and money
/// and stock add up.
@Execution(ExecutionMode.CONCURRENT)
class ProtocolChaosTest {

  private static final int RUNS = Integer.getInteger("chaos.runs", 150);
  private static final int EVENTS = 400;
  private static final int LIMIT = 6;

  @Test
  void everyOrderHasOneOutcomeAndTheBooksAddUp() {
    Map<StateName, Integer> ends = new HashMap<>();
    for (long seed = 0; seed < RUNS; seed++) {
      try {
        new Run(new Random(seed)).go(ends);
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
      }
    }
    assertThat(ends.getOrDefault(StateName.COMPLETED, 0)).isGreaterThan(RUNS);
    assertThat(ends.getOrDefault(StateName.FAILED, 0)).isGreaterThan(RUNS);
  }

  private static final class Run {
    private final Random random;
    private final Task task = new Task(LIMIT, MachinePolicy.DEFAULT);
    private final HonestGateways books = new HonestGateways();
    private final Set<String> placed = new LinkedHashSet<>();

    /// Inputs since the last commit: read again after an abort.
    private final List<Runnable> uncommitted = new ArrayList<>();

    private final Map<String, byte[]> bodies = new HashMap<>();
    private long offset;

    Run(Random random) {
      this.random = random;
      task.gateways.onRequest(this::intentIsDurable);
    }

    void go(Map<StateName, Integer> ends) {
      for (int i = 0; i < EVENTS; i++) {
        anything();
        assertThat(task.capacity.held()).isBetween(0, LIMIT + placed.size());
      }
      endInPeace();
      for (String orderId : placed) {
        ends.merge(check(orderId), 1, Integer::sum);
      }
      assertThat(task.capacity.held()).isZero();
      assertThat(task.capacity.waiting()).isZero();
      for (Step step : Step.values()) {
        assertThat(task.gateways.gate(step).inside()).as("inside %s", step).isZero();
      }
    }

    private void anything() {
      switch (random.nextInt(16)) {
        case 0, 1 -> place("o-" + random.nextInt(20));
        case 2, 3, 4 -> task.tick();
        case 5, 6, 7 -> commit();
        case 8 -> abort();
        case 9 -> restart();
        case 10, 11 -> answerOne();
        case 12 -> flap(task.gateways.gate(pick(List.of(Step.values()))));
        case 13 -> task.now = task.now.plusMillis(random.nextInt(40_000));
        case 14 -> books.lateArrival(random);
        default -> cancel("o-" + random.nextInt(20));
      }
    }

    private void place(String orderId) {
      books.knows(orderId);
      placed.add(orderId);
      long at = offset++;
      read(() -> task.placeAgain(at, orderId, Task.json(orderId, 4990)));
    }

    private void cancel(String orderId) {
      if (random.nextInt(3) == 0) {
        long at = offset++;
        read(() -> task.commandAt(at, orderId, "{\"command\":\"cancel\",\"by\":\"ops\"}"));
      }
    }

    private void read(Runnable input) {
      uncommitted.add(input);
      input.run();
    }

    private void commit() {
      task.commit();
      uncommitted.clear();
    }

    private void abort() {
      task.abort();
      uncommitted.forEach(Runnable::run);
    }

    /// The task moves: its last transaction is committed, or not.
    private void restart() {
      if (random.nextBoolean()) {
        task.close();
        commit();
        task.start();
      } else {
        abort();
      }
    }

    private void flap(FakeGate gate) {
      if (random.nextInt(3) == 0) {
        gate.close(pick(List.of(ParkReason.values())));
      } else {
        gate.open();
        gate.limit(1 + random.nextInt(4));
      }
    }

    private void answerOne() {
      if (!task.gateways.open().isEmpty()) {
        FakeGateways.Open call = pick(task.gateways.open());
        task.gateways.answer(call, books.misbehave(call.request(), random));
      }
    }

    private <T> T pick(List<T> all) {
      return all.get(random.nextInt(all.size()));
    }

    /// The step's call is written down in what is committed: in flight, or given up on by a cancel
    /// or a deadline in the very transaction that made it.
    private void intentIsDurable(GatewayRequest request) {
      boolean intended =
          placed.stream()
              .filter(
                  orderId -> Task.KEYS.of(request.step(), orderId).equals(request.idempotencyKey()))
              .filter(task.active::containsKey)
              .map(task::committed)
              .flatMap(order -> order.run(request.step()).stream())
              .filter(run -> run.firstSentAt().isPresent())
              .anyMatch(run -> run.phase() instanceof Phase.InFlight || run.mayHaveTakenEffect());
      assertThat(intended).as("a committed intent of %s", request.idempotencyKey()).isTrue();
      if (request.method().equals("POST")) {
        byte[] first = bodies.computeIfAbsent(request.idempotencyKey(), _ -> request.body());
        assertThat(request.body()).isEqualTo(first);
      }
    }

    /// Everything works again, for as long as it takes, which is not for ever.
    private void endInPeace() {
      for (Step step : Step.values()) {
        task.gateways.gate(step).open();
        task.gateways.gate(step).limit(Integer.MAX_VALUE);
      }
      for (int round = 0; round < 200 && !(task.active.isEmpty() && idle()); round++) {
        task.tick();
        commit();
        List.copyOf(task.gateways.open())
            .forEach(call -> task.gateways.answer(call, books.serve(call.request())));
        task.tick();
        commit();
        for (String orderId : List.copyOf(task.active.keySet())) {
          if (task.committed(orderId).suspended().isPresent()) {
            task.commandAt(offset++, orderId, "{\"command\":\"redrive\",\"by\":\"ops\"}");
          }
        }
        task.now = task.now.plus(Duration.ofSeconds(20));
      }
      assertThat(task.active.keySet()).as("orders that never end").isEmpty();
      books.allArrive();
    }

    private boolean idle() {
      return task.gateways.open().isEmpty() && task.staged() == 0;
    }

    private StateName check(String orderId) {
      List<Order> versions =
          task.published.stream().filter(order -> order.orderId().equals(orderId)).toList();
      for (int i = 0; i < versions.size(); i++) {
        assertThat(versions.get(i).version()).as("versions of %s", orderId).isEqualTo(i + 1);
      }
      assertThat(versions).filteredOn(order -> order.state().name().isFinal()).hasSize(1);
      StateName end = versions.getLast().state().name();
      boolean completed = end == StateName.COMPLETED;
      assertThat(books.holds(Step.CHARGE, orderId)).as("money of %s", orderId).isEqualTo(completed);
      assertThat(books.holds(Step.RESERVE, orderId))
          .as("stock of %s", orderId)
          .isEqualTo(completed);
      return end;
    }
  }
}
