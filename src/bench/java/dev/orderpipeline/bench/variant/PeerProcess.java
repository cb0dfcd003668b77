package dev.orderpipeline.bench.variant;

import java.util.Arrays;
import java.util.List;

/// The process of a [Peer]. Arguments: its name, then its settings. Says `ready`.
public final class PeerProcess {

  private PeerProcess() {}

  public static void main(String[] args) throws Exception {
    List<String> all = Arrays.asList(args);
    if (!(Variants.named(all.getFirst()) instanceof Peer peer)) {
      throw new IllegalArgumentException(all.getFirst() + " does not run in a peer's process");
    }
    AutoCloseable running = peer.run(PeerSettings.parse(all.subList(1, all.size())));
    Runtime.getRuntime().addShutdownHook(new Thread(() -> close(running), "close-peer"));
    System.out.println("ready");
    System.out.flush();
    Thread.currentThread().join(); // Until it is told to end.
  }

  private static void close(AutoCloseable running) {
    try {
      running.close();
    } catch (Exception e) {
      System.err.println("the peer did not stop in order: " + e);
    }
  }
}
