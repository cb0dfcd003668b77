package dev.orderpipeline.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderpipeline.domain.WatchedMachine.Situation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Orders to which anything happens at any time, with the limits as they are shipped.
class OrderMachineWalkTest {

  private static final int WALKS = Integer.getInteger("walks", 2_000);
  private static final int LONGEST = 400;

  @Test
  void whateverHappensTheInvariantsHold() {
    Set<StateName> ends = EnumSet.noneOf(StateName.class);
    for (long seed = 0; seed < WALKS; seed++) {
      try {
        ends.add(walk(new Random(seed)));
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
      }
    }
    assertThat(ends).contains(StateName.COMPLETED, StateName.FAILED, StateName.COMPENSATING);
  }

  private static StateName walk(Random random) {
    WatchedMachine machine =
        WatchedMachine.of(random.nextBoolean() ? MachinePolicy.DEFAULT : TestOrders.PATIENT);
    // How often what is likely happens, against anything at all.
    int likely = 1 + random.nextInt(9);
    Situation here = machine.admitted("o-" + random.nextInt(1000));
    for (int i = 0; i < LONGEST && !here.order().state().name().isFinal(); i++) {
      here = passTime(machine, here, random);
      Input input =
          random.nextInt(10) < likely ? likely(here.order(), random) : any(here.order(), random);
      here = machine.decide(here, input).after();
    }
    return here.order().state().name();
  }

  private static Situation passTime(WatchedMachine machine, Situation here, Random random) {
    int dice = random.nextInt(1000);
    if (dice < 3) {
      return here.at(here.now().plus(Duration.ofHours(1 + random.nextInt(25))));
    }
    if (dice < 500) {
      Instant due = machine.machine().wakeUpAt(here.order()).orElse(here.now());
      return due.isAfter(here.now()) ? here.at(due) : here;
    }
    return here.at(here.now().plusMillis(random.nextInt(1000)));
  }

  private static Input likely(Order order, Random random) {
    if (order.state() instanceof OrderState.Pending) {
      return new Input.CapacityGranted();
    }
    if (order.state() instanceof OrderState.Validating) {
      return new Input.RulesChecked(Optional.empty());
    }
    if (order.suspended().isPresent()) {
      return new Input.Redrive(order.lastCommand() + 1, "ops", "again");
    }
    StepRun run = order.state().current().orElseThrow();
    return switch (run.phase()) {
      case Phase.Ready _, Phase.Parked _ -> new Input.GateOpened(false);
      case Phase.InFlight _ ->
          EveryInput.answer(order, pick(EveryInput.answers(run.step()).values(), random));
      case Phase.Waiting _, Phase.Ended _ -> new Input.TimeReached();
    };
  }

  private static Input any(Order order, Random random) {
    return random.nextInt(4) == 0
        ? pick(EveryInput.misplaced(order), random)
        : pick(EveryInput.fitting(order).values(), random);
  }

  private static <T> T pick(Iterable<T> all, Random random) {
    List<T> list = new ArrayList<>();
    all.forEach(list::add);
    return list.get(random.nextInt(list.size()));
  }
}
