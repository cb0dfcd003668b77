package dev.orderpipeline.domain;

import java.util.List;
import java.util.Optional;

/// What is true of an order in each of its states.
public sealed interface OrderState {

  StateName name();

  /// The step whose calls are under way, if there is one.
  Optional<StepRun> current();

  /// A state whose step goes forward, under the order's deadline.
  sealed interface Forward extends OrderState {
    StepRun run();

    Forward with(StepRun run);

    @Override
    default Optional<StepRun> current() {
      return Optional.of(run());
    }
  }

  /// Known, and waiting for capacity.
  record Pending() implements OrderState {
    @Override
    public StateName name() {
      return StateName.PENDING;
    }

    @Override
    public Optional<StepRun> current() {
      return Optional.empty();
    }
  }

  /// The rules are being checked.
  record Validating() implements OrderState {
    @Override
    public StateName name() {
      return StateName.VALIDATING;
    }

    @Override
    public Optional<StepRun> current() {
      return Optional.empty();
    }
  }

  /// Money is being captured.
  record Charging(StepRun run) implements Forward {
    @Override
    public StateName name() {
      return StateName.CHARGING;
    }

    @Override
    public Charging with(StepRun next) {
      return new Charging(next);
    }
  }

  /// Money is captured, stock is being reserved.
  ///
  /// @param charge ended, confirmed
  record Reserving(StepRun charge, StepRun run) implements Forward {
    @Override
    public StateName name() {
      return StateName.RESERVING;
    }

    @Override
    public Reserving with(StepRun next) {
      return new Reserving(charge, next);
    }
  }

  /// Every effect the order may have had is being undone.
  ///
  /// @param charge ended
  /// @param reserve ended; empty if the order never got that far
  /// @param undo the undoing steps, newest effect first; done from left to right
  record Compensating(
      Failure failure, StepRun charge, Optional<StepRun> reserve, List<StepRun> undo)
      implements OrderState {

    public Compensating {
      undo = List.copyOf(undo);
    }

    @Override
    public StateName name() {
      return StateName.COMPENSATING;
    }

    @Override
    public Optional<StepRun> current() {
      return undo.stream().filter(run -> !run.ended()).findFirst();
    }

    Compensating with(StepRun next) {
      return new Compensating(
          failure,
          charge,
          reserve,
          undo.stream().map(run -> run.step() == next.step() ? next : run).toList());
    }
  }

  /// Charged and reserved; final.
  record Completed(StepRun charge, StepRun reserve) implements OrderState {
    @Override
    public StateName name() {
      return StateName.COMPLETED;
    }

    @Override
    public Optional<StepRun> current() {
      return Optional.empty();
    }
  }

  /// Failed, with every possible effect undone; final.
  ///
  /// @param charge empty if the order never got that far
  record Failed(
      Failure failure, Optional<StepRun> charge, Optional<StepRun> reserve, List<StepRun> undo)
      implements OrderState {

    public Failed {
      undo = List.copyOf(undo);
    }

    @Override
    public StateName name() {
      return StateName.FAILED;
    }

    @Override
    public Optional<StepRun> current() {
      return Optional.empty();
    }
  }
}
