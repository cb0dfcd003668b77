package dev.orderpipeline.simulation.gateways;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/// Both simulated gateways behind one port. Methods may be called from any thread but the gateways'
/// own event loop, and return when the thing is done.
public final class SimulatedGateways implements AutoCloseable {

  private static final long PATIENCE_SECONDS = 20;

  private final Vertx vertx;
  private final GatewayVerticle verticle;
  private final LedgerFile ledger;
  private final GatewayBooks books;
  private final FaultSwitch faults;
  private final CallCounters calls;
  private final String host;

  private SimulatedGateways(GatewayOptions options, LedgerFile ledger) throws IOException {
    this.ledger = ledger;
    this.host = options.host();
    this.faults = new FaultSwitch(options.faults());
    this.calls = new CallCounters();
    DeclineRules declines = new DeclineRules(options.random().nextLong(), faults::get);
    this.books = new GatewayBooks(options.keyRetention(), declines, ledger::append);
    ledger.read(books::restore);
    this.verticle = new GatewayVerticle(options, books, ledger, faults, calls);
    this.vertx =
        Vertx.vertx(
            new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(1)
                .setFileSystemOptions(
                    new FileSystemOptions()
                        .setClassPathResolvingEnabled(false)
                        .setFileCachingEnabled(false)));
  }

  /// Reads the ledger and starts to listen.
  ///
  /// @throws IOException if the ledger cannot be continued, or the port cannot be had
  public static SimulatedGateways start(GatewayOptions options) throws IOException {
    LedgerFile ledger = LedgerFile.open(options.ledger());
    try {
      SimulatedGateways gateways = new SimulatedGateways(options, ledger);
      gateways.deploy(options);
      return gateways;
    } catch (IOException | RuntimeException e) {
      ledger.close();
      throw e;
    }
  }

  private void deploy(GatewayOptions options) throws IOException {
    try {
      done(vertx.deployVerticle(verticle).toCompletionStage().toCompletableFuture());
    } catch (CompletionException e) {
      done(vertx.close().toCompletionStage().toCompletableFuture());
      throw new IOException(
          "cannot listen on " + host + ":" + options.port() + ": " + reason(e), e);
    }
  }

  public int port() {
    return verticle.port();
  }

  /// The base URL of both gateways.
  public String url() {
    return "http://" + host + ":" + port();
  }

  public FaultSwitch faults() {
    return faults;
  }

  public CallCounters calls() {
    return calls;
  }

  public Path ledger() {
    return ledger.path();
  }

  /// How many effects and bars there have been.
  public long ledgerEntries() {
    return books.entries();
  }

  /// Closes the port: connections are refused until [#startListening]. What was begun goes on.
  public void stopListening() {
    done(verticle.onEventLoop(verticle::stopListening));
  }

  /// Opens the same port again.
  public void startListening() {
    int port = port();
    done(verticle.onEventLoop(() -> verticle.listen(port)));
  }

  /// Stops listening, drops requests that are being worked on, and lets go of the ledger.
  ///
  /// @throws IOException if the ledger could not be written
  @Override
  public void close() throws IOException {
    try (ledger) {
      done(vertx.close().toCompletionStage().toCompletableFuture());
    }
  }

  private static void done(CompletableFuture<?> future) {
    future.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
  }

  private static String reason(CompletionException e) {
    Throwable cause = e.getCause() == null ? e : e.getCause();
    return cause.getMessage() == null ? cause.toString() : cause.getMessage();
  }
}
