package dev.orderpipeline.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.orderpipeline.operations.orders.Told;
import picocli.CommandLine.ExitCode;

/// What came of a command to an order.
final class ToldText {

  private ToldText() {}

  static int tell(CommonOptions common, Told told, boolean dryRun) {
    if (common.json()) {
      ObjectNode json =
          JsonNodeFactory.instance
              .objectNode()
              .put("done", told.done())
              .put("dryRun", dryRun)
              .put("says", told.text());
      told.order()
          .ifPresent(order ->
              json.put("orderId", order.orderId())
                  .put("state", order.state().name().name())
                  .put("version", order.version()));
      common.print(json);
    } else if (told.done()) {
      common.print(told.text());
    } else {
      common.complain(told.text());
    }
    return told.done() ? ExitCode.OK : ExitCode.SOFTWARE;
  }
}
