package dev.orderpipeline.cli;

import dev.orderpipeline.codec.OrderPlacedDecoder;
import dev.orderpipeline.config.Settings;
import dev.orderpipeline.operations.Act;
import dev.orderpipeline.operations.orders.Cancelling;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "cancel",
    description = {
      "Stops an order on its way and undoes what it did: it ends FAILED with the code cancelled. If"
          + " it is completed before the command reaches it, that is said and nothing is changed.",
      "",
      "  order-pipeline cancel o-1001 --why 'customer called'",
      ""
    },
    footer = {
      "Exit codes: 0 stopped, or nothing left to stop; 1 too late, no such order, or no pipeline"
          + " answered."
    },
    mixinStandardHelpOptions = true)
final class CancelCommand implements Callable<Integer> {

  @Mixin
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommonOptions common;

  @Mixin
  @SuppressWarnings("NullAway.Init") // set by picocli
  private OperatorOptions operator;

  @Mixin
  @SuppressWarnings("NullAway.Init") // set by picocli
  private PatienceOption patience;

  @Parameters(index = "0", paramLabel = "ID", description = "The orderId.")
  private String orderId = "";

  @Override
  public Integer call() {
    Settings settings = common.settings();
    Act act = operator.act();
    if (!OrderPlacedDecoder.isOrderId(orderId)) {
      common.complain("'%s' is no orderId".formatted(LetterChoice.printable(orderId)));
      return 1;
    }
    return LetterDesks.telling(
        common,
        settings,
        () ->
            ToldText.tell(
                common,
                new Cancelling(LetterDesks.orders(settings), patience.time())
                    .cancel(orderId, act.by(), act.why(), act.dryRun()),
                act.dryRun()));
  }
}
