package dev.orderpipeline;

import dev.orderpipeline.http.Client;
import dev.orderpipeline.http.ContractCheck;
import dev.orderpipeline.simulation.EmbeddedBroker;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/// What tests of the API have in common: a broker, and a client whose every answer is held against
/// the OpenAPI document.
abstract class ApiContract {

  @TempDir static Path dir;
  static EmbeddedBroker broker;
  private static Vertx vertx;
  private static ContractCheck contract;

  final Client client = new Client();

  @BeforeAll
  static void start() {
    broker = EmbeddedBroker.start(dir.resolve("broker"));
    vertx = Vertx.vertx();
    contract = new ContractCheck(vertx);
  }

  @AfterAll
  static void stop() {
    broker.close();
    vertx.close();
  }

  @AfterEach
  void everyAnswerIsInTheDocument() {
    client.replies().forEach(contract::check);
    client.close();
  }
}
