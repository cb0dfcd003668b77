package dev.orderpipeline.simulation.gateways;

import io.vertx.core.Context;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes ledger entries durable in groups: everything applied in one turn of the event loop is
/// written by one write at the end of the turn, and then answered. A write goes to the page cache
/// and takes microseconds, less than handing it to another thread would.
///
/// Used on its event loop only.
final class GroupWriter {

  private static final Logger log = LoggerFactory.getLogger(GroupWriter.class);

  private final Context eventLoop;
  private final LedgerFile ledger;
  private List<Waiting> waiting = new ArrayList<>();
  private boolean broken;

  GroupWriter(Context eventLoop, LedgerFile ledger) {
    this.eventLoop = eventLoop;
    this.ledger = ledger;
  }

  private record Waiting(Runnable written, Runnable failed) {}

  /// Whether a write has failed. The file may then end in a torn line, so nothing more is written
  /// until the gateways are started again.
  boolean broken() {
    return broken;
  }

  /// Runs one of the two once what was appended so far is durable, or will never be.
  void afterWrite(Runnable written, Runnable failed) {
    if (waiting.isEmpty()) {
      eventLoop.runOnContext(_ -> write());
    }
    waiting.add(new Waiting(written, failed));
  }

  private void write() {
    List<Waiting> group = waiting;
    waiting = new ArrayList<>();
    if (!broken) {
      try {
        ledger.flush();
      } catch (IOException e) {
        broken = true;
        log.error(
            "ledger {} cannot be written; every request is refused until the gateways are started"
                + " again",
            ledger.path(),
            e);
      }
    }
    group.forEach(broken ? w -> w.failed().run() : w -> w.written().run());
  }
}
