package dev.orderpipeline.cli;

import dev.orderpipeline.codec.OrderPlacedDecoder;
import dev.orderpipeline.config.Settings;
import dev.orderpipeline.domain.Order;
import dev.orderpipeline.domain.Step;
import dev.orderpipeline.operations.Act;
import dev.orderpipeline.operations.letters.LetterActions;
import dev.orderpipeline.operations.letters.LetterFilter;
import dev.orderpipeline.operations.letters.Redriving;
import dev.orderpipeline.operations.orders.Resolving;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "resolve",
    description = {
      "Moves a suspended order on: by trying its step again, with the same key, or by what a person"
          + " has found out, or seen to, at the gateway.",
      "",
      "  order-pipeline resolve o-1001 --redrive --why 'gateway is back'",
      "  order-pipeline resolve o-1001 --step refund --done --reference rf_7 --evidence 'refunded by"
          + " hand, ticket 7'",
      "  order-pipeline resolve o-1001 --step charge --not-done --evidence 'the bank says no, ticket 8'",
      ""
    },
    footer = {
      "--why is the evidence: how it is known. It is kept, and shown in the order's history.",
      "Exit codes: 0 the order goes on; 1 refused, no such order, or no pipeline answered."
    },
    mixinStandardHelpOptions = true)
final class ResolveCommand implements Callable<Integer> {

  @Mixin
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommonOptions common;

  @Mixin
  @SuppressWarnings("NullAway.Init") // set by picocli
  private OperatorOptions operator;

  @Mixin
  @SuppressWarnings("NullAway.Init") // set by picocli
  private PatienceOption patience;

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "ID", description = "The orderId.")
  private String orderId = "";

  @ArgGroup(multiplicity = "1")
  @SuppressWarnings("NullAway.Init") // set by picocli
  private How how;

  @Option(
      names = "--step",
      paramLabel = "STEP",
      description = "charge, reserve, refund or release: the step that the order is suspended in.")
  private @Nullable String step;

  @Option(
      names = "--reference",
      paramLabel = "REF",
      description = "The gateway's id of what was done.")
  private @Nullable String reference;

  private static final class How {
    @Option(names = "--done", description = "The step has taken effect.")
    private boolean done;

    @Option(names = "--not-done", description = "It has not, and will not.")
    private boolean notDone;

    @Option(names = "--redrive", description = "Try it again, with the same key.")
    private boolean redrive;
  }

  @Override
  public Integer call() {
    Act act = operator.act();
    Optional<Step> named = Optional.ofNullable(step).map(this::step);
    if ((how.done || how.notDone) && named.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "--done and --not-done need --step: which step has, or has not?");
    }
    Settings settings = common.settings();
    if (!OrderPlacedDecoder.isOrderId(orderId)) {
      common.complain("'%s' is no orderId".formatted(LetterChoice.printable(orderId)));
      return 1;
    }
    return LetterDesks.telling(
        common,
        settings,
        () -> how.redrive ? redrive(settings, act) : resolve(settings, act, named.orElseThrow()));
  }

  private Step step(String name) {
    for (Step one : Step.values()) {
      if (one.label().equalsIgnoreCase(name)) {
        return one;
      }
    }
    throw new ParameterException(
        spec.commandLine(),
        "--step is '%s', it must be charge, reserve, refund or release".formatted(name));
  }

  private int resolve(Settings settings, Act act, Step named) {
    var finding = new Resolving.Finding(named, how.done, act.why(), Optional.ofNullable(reference));
    return ToldText.tell(
        common,
        new Resolving(LetterDesks.orders(settings), patience.time())
            .resolve(orderId, finding, act.by(), act.dryRun()),
        act.dryRun());
  }

  private int redrive(Settings settings, Act act) {
    Optional<Order> order = LetterDesks.orders(settings).find(orderId);
    Optional<String> letter =
        order.flatMap(Order::suspended).map(suspension -> suspension.deadLetterId());
    if (letter.isEmpty()) {
      common.complain(
          order
              .map(found ->
                  "order %s is %s and not suspended, there is nothing to redrive"
                      .formatted(orderId, found.state().name()))
              .orElse(
                  "no order '%s' is on the state topics; is it the right cluster, and the right id?"
                      .formatted(orderId)));
      return 1;
    }
    LetterChoice choice = new LetterChoice(List.of(letter.get()), LetterFilter.ALL);
    try {
      return RedriveCommand.tell(
          common,
          new LetterActions(LetterDesks.letters(settings), Clock.systemUTC())
              .redrive(choice::from, LetterDesks.rules(settings, Redriving.USUAL_GUARD), act),
          act,
          "redriven");
    } catch (LetterChoice.Unknown e) {
      common.complain(String.valueOf(e.getMessage()));
      return 1;
    }
  }
}
