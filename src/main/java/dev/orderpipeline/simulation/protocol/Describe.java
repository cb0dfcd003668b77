package dev.orderpipeline.simulation.protocol;

import dev.orderpipeline.domain.Decision;
import dev.orderpipeline.domain.Effect;
import dev.orderpipeline.domain.Input;
import dev.orderpipeline.domain.StepRun;
import java.util.stream.Collectors;

/// Inputs and decisions in a few words, for the trace.
final class Describe {

  private Describe() {}

  static String of(Input input) {
    return switch (input) {
      case Input.Answered a ->
          "Answered(v%d %s#%d %s)".formatted(a.version(), a.step(), a.call(), a.answer());
      case Input.GateClosed closed -> "GateClosed(" + closed.reason() + ")";
      case Input.Command command -> command.getClass().getSimpleName() + "@" + command.offset();
      case Input.CapacityGranted _,
          Input.RulesChecked _,
          Input.GateOpened _,
          Input.TimeReached _,
          Input.Restarted _ ->
          input.getClass().getSimpleName();
    };
  }

  static String of(Decision decision) {
    String run =
        decision.order().state().current().map(Describe::of).map(text -> " " + text).orElse("");
    String effects =
        decision.effects().stream().map(Describe::of).collect(Collectors.joining(", ", " [", "]"));
    return "v" + decision.order().version() + " " + decision.order().state().name() + run + effects;
  }

  private static String of(StepRun run) {
    return "%s attempts=%d calls=%d%s %s"
        .formatted(
            run.step(), run.attempts(), run.calls(), run.inDoubt() ? " in doubt" : "", run.phase());
  }

  private static String of(Effect effect) {
    return switch (effect) {
      case Effect.Publish _ -> "publish";
      case Effect.Call call -> call.kind() + " " + call.step() + "#" + call.call();
      case Effect.DeadLetter letter -> "dead letter: " + letter.suspension().reason();
      case Effect.Refuse refusal -> "refused: " + refusal.why();
    };
  }
}
