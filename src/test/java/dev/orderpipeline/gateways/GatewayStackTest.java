package dev.orderpipeline.gateways;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import dev.orderpipeline.domain.Answer;
import dev.orderpipeline.domain.Gateway;
import dev.orderpipeline.domain.Lane;
import dev.orderpipeline.domain.ParkReason;
import dev.orderpipeline.domain.Step;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class GatewayStackTest {

  private static final String TOKEN = "tok3n-that-nobody-may-see";

  /// The layers alone, on a transport of the test.
  @Nested
  class Layers {

    private final AtomicLong time = new AtomicLong();
    private final RecordingGate gate = new RecordingGate();
    private final Queue<String> heard = new ConcurrentLinkedQueue<>();
    private CallListener listener =
        new CallListener() {
          @Override
          public void started(Step step, String method) {
            heard.add("started " + step.label() + " " + method);
          }

          @Override
          public void ended(Step step, String method, Answer answer, long durationNanos) {
            heard.add("ended " + step.label() + " " + answer.code() + " " + durationNanos);
          }
        };

    @Test
    void passesTheAnswerOnAndLeavesTheGateWithItsSignal() throws Exception {
      var exchange = new CompletableFuture<Exchange>();
      var answer = call(_ -> exchange, Requests.charge("/"));
      assertThat(answer).isNotDone();
      assertThat(gate.left).isEmpty();
      time.set(70);
      exchange.complete(ok("CAPTURED"));
      assertThat(answer.get()).isEqualTo(Classified.success(Requests.CONFIRMED));
      assertThat(gate.left).containsExactly("SUCCESS 70");
      assertThat(heard).containsExactly("started charge POST", "ended charge confirmed 70");
    }

    @Test
    void bugInReadingTheBodyIsUnknown() throws Exception {
      GatewayRequest r = Requests.charge("/");
      GatewayRequest request =
          new GatewayRequest(
              r.step(),
              r.method(),
              r.path(),
              r.idempotencyKey(),
              r.body(),
              r.traceparent(),
              _ -> {
                throw new IllegalStateException("bug");
              });
      assertUnknown(call(_ -> CompletableFuture.completedStage(ok("CAPTURED")), request));
    }

    @Test
    void throwingTransportIsUnknown() throws Exception {
      assertUnknown(
          call(
              _ -> {
                throw new IllegalStateException("bug");
              },
              Requests.charge("/")));
    }

    @Test
    void failingTransportIsUnknown() throws Exception {
      assertUnknown(
          call(
              _ -> CompletableFuture.failedStage(new AssertionError("bug")), Requests.charge("/")));
    }

    @Test
    void throwingListenerIsUnknown() throws Exception {
      listener =
          new CallListener() {
            @Override
            public void started(Step step, String method) {
              throw new IllegalStateException("bug");
            }

            @Override
            public void ended(Step step, String method, Answer answer, long durationNanos) {}
          };
      assertUnknown(
          call(_ -> CompletableFuture.completedStage(ok("CAPTURED")), Requests.charge("/")));
    }

    @Test
    void throwingGateIsUnknown() throws Exception {
      gate.broken.set(true);
      assertUnknown(
          call(_ -> CompletableFuture.completedStage(ok("CAPTURED")), Requests.charge("/")));
    }

    private void assertUnknown(CompletableFuture<Classified> answer) throws Exception {
      assertThat(answer.get())
          .isEqualTo(Classified.failure(new Answer.Unknown("client_bug", false)));
      assertThat(gate.left).hasSize(1);
    }

    private CompletableFuture<Classified> call(Transport transport, GatewayRequest request) {
      var classifier = new AnswerClassifier(Clock.systemUTC(), Duration.ofMinutes(1));
      CompletionStage<Classified> stage =
          GatewayStack.channel(transport, classifier, listener, gate, time::get).call(request);
      return stage.toCompletableFuture();
    }

    private static Exchange ok(String body) {
      return new Exchange.Replied(
          200,
          Optional.empty(),
          Optional.empty(),
          body.getBytes(java.nio.charset.StandardCharsets.UTF_8),
          true);
    }
  }

  private static final class RecordingGate implements Gate {

    final Queue<String> left = new ConcurrentLinkedQueue<>();
    final AtomicBoolean broken = new AtomicBoolean();

    @Override
    public Optional<ParkReason> tryEnter() {
      return Optional.empty();
    }

    @Override
    public void leaveUnused() {
      left.add("unused");
    }

    @Override
    public void leave(BreakerSignal signal, long durationNanos) {
      left.add(signal + " " + durationNanos);
      if (broken.get()) {
        throw new IllegalStateException("bug");
      }
    }
  }

  /// The whole of it, over sockets.
  @Nested
  class Assembled {

    private final Vertx vertx = Vertx.vertx();
    private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();

    /// Long enough for a cold JVM; the tests that are about it shorten it.
    private Duration responseTimeout = Duration.ofSeconds(20);

    @AfterEach
    void close() throws Exception {
      ScriptedServer.await(vertx.close());
    }

    @Test
    void everyStepReachesItsGatewayAndLeavesItsGate() throws Exception {
      URI payments = replying("/payments");
      URI inventory = replying("/inventory");
      Gates gates = gates(payments, inventory);
      try (GatewayStack stack = stack(payments, inventory, gates)) {
        for (Step step : Step.values()) {
          assertThat(gates.gate(step.gateway(), step.lane()).tryEnter()).isEmpty();
          stack.call(toOwnGateway(step), answers::add);
        }
        await().until(() -> answers.size() == Step.values().length);
        assertThat(answers).containsOnly(Requests.CONFIRMED);
        assertThat(gates.status()).hasSize(4).allMatch(status -> status.inFlight() == 0);
      }
    }

    @Test
    void lateReplyIsNotASecondAnswer() throws Exception {
      responseTimeout = Duration.ofMillis(1500);
      AtomicBoolean replied = new AtomicBoolean();
      URI url =
          ScriptedServer.http(
              vertx,
              request ->
                  vertx.setTimer(
                      2000,
                      _ -> {
                        request.response().end("CAPTURED");
                        replied.set(true);
                      }));
      Gates gates = gates(url, url);
      try (GatewayStack stack = stack(url, url, gates)) {
        assertThat(gates.gate(Gateway.PAYMENTS, Lane.FORWARD).tryEnter()).isEmpty();
        stack.call(Requests.charge("/"), answers::add);
        await().until(() -> !answers.isEmpty());
        await().untilTrue(replied);
        await()
            .during(Duration.ofMillis(200))
            .until(() -> List.copyOf(answers), List.of(unknown())::equals);
        assertThat(gates.status().getFirst().inFlight()).isZero();
      }
    }

    /// Forward connections all hang; an undo gets through on its own.
    @Test
    void compensationHasConnectionsOfItsOwn() throws Exception {
      URI url =
          ScriptedServer.http(
              vertx,
              request -> {
                if (request.uri().equals("/refunds")) {
                  request.response().end("CAPTURED");
                }
              });
      Gates gates = gates(url, url);
      try (GatewayStack stack = stack(url, url, gates)) {
        for (int i = 0; i < 5; i++) {
          assertThat(gates.gate(Gateway.PAYMENTS, Lane.FORWARD).tryEnter()).isEmpty();
          stack.call(Requests.charge("/hangs"), _ -> {});
        }
        assertThat(gates.gate(Gateway.PAYMENTS, Lane.COMPENSATION).tryEnter()).isEmpty();
        stack.call(Requests.refund("/refunds"), answers::add);
        await().until(() -> !answers.isEmpty());
        assertThat(answers).containsExactly(Requests.CONFIRMED);
        assertThat(gates.status().getFirst().inFlight()).as("still hanging").isEqualTo(5);
      }
    }

    @Test
    void callAfterCloseIsAnsweredToo() throws Exception {
      URI url = replying("");
      Gates gates = gates(url, url);
      GatewayStack stack = stack(url, url, gates);
      stack.close();
      assertThat(gates.gate(Gateway.PAYMENTS, Lane.FORWARD).tryEnter()).isEmpty();
      stack.call(Requests.charge("/"), answers::add);
      await().until(() -> answers.size() == 1);
      assertThat(answers).containsExactly(new Answer.Unknown("client_bug", false));
      assertThat(gates.status().getFirst().inFlight()).isZero();
    }

    /// Log everything, do everything, and look for what must not be there.
    @Test
    @SuppressWarnings("try") // closed early on purpose
    void tokenAndOrderReachNoLog() throws Exception {
      responseTimeout = Duration.ofMillis(1500);
      LogCapture log = new LogCapture();
      log.start();
      Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
      Level before = root.getLevel();
      root.setLevel(Level.TRACE);
      root.addAppender(log);
      try {
        URI fine = replying("");
        URI hangs = ScriptedServer.http(vertx, _ -> {});
        Gates gates = gates(fine, hangs);
        try (GatewayStack stack = stack(fine, hangs, gates)) {
          for (Step step : Step.values()) {
            assertThat(gates.gate(step.gateway(), step.lane()).tryEnter()).isEmpty();
            stack.call(
                step == Step.CHARGE ? Requests.charge("/") : toOwnGateway(step),
                answer -> {
                  answers.add(answer);
                  throw new IllegalStateException("receiver");
                });
          }
          await().until(() -> answers.size() == Step.values().length);
          await().until(() -> log.lines.stream().anyMatch(line -> line.contains("receiver")));
          // Closed, the stack reports the next call as a bug.
          stack.close();
          assertThat(gates.gate(Gateway.PAYMENTS, Lane.FORWARD).tryEnter()).isEmpty();
          stack.call(Requests.charge("/"), answers::add);
          await().until(() -> log.lines.stream().anyMatch(line -> line.contains("ended in a bug")));
        }
        // A closed stack reports the next call as a bug.
        GatewayStack closed = stack(fine, hangs, gates);
        closed.close();
        assertThat(gates.gate(Gateway.PAYMENTS, Lane.FORWARD).tryEnter()).isEmpty();
        closed.call(Requests.charge("/"), answers::add);
        await().until(() -> log.lines.stream().anyMatch(line -> line.contains("ended in a bug")));
      } finally {
        root.detachAppender(log);
        root.setLevel(before);
      }
      assertThat(log.lines)
          .isNotEmpty()
          .noneMatch(line -> line.contains(TOKEN))
          .noneMatch(line -> line.contains("\"orderId\""));
      assertThat(settings(URI.create("http://h")).toString()).doesNotContain(TOKEN);
    }

    private URI replying(String prefix) throws Exception {
      URI url =
          ScriptedServer.http(
              vertx,
              request -> {
                boolean known = request.uri().startsWith(prefix);
                request.response().setStatusCode(known ? 200 : 500).end("CAPTURED");
              });
      return URI.create(url + prefix);
    }

    private GatewayRequest toOwnGateway(Step step) {
      GatewayRequest r = Requests.charge("/v2/any");
      return new GatewayRequest(
          step,
          r.method(),
          r.path(),
          step.label() + "-5f0c",
          r.body(),
          r.traceparent(),
          r.confirmation());
    }

    private static Answer unknown() {
      return new Answer.Unknown("response_timeout", false);
    }

    private Gates gates(URI payments, URI inventory) {
      return new Gates(outbound(payments, inventory), Clock.systemUTC());
    }

    private GatewayStack stack(URI payments, URI inventory, Gates gates) {
      return new GatewayStack(
          vertx,
          outbound(payments, inventory),
          gates,
          CallListener.NONE,
          Clock.systemUTC(),
          System::nanoTime);
    }

    private OutboundSettings outbound(URI payments, URI inventory) {
      return new OutboundSettings(settings(payments), settings(inventory));
    }

    private GatewaySettings settings(URI url) {
      LaneSettings lane = new LaneSettings(1, GateSettings.COMPENSATION);
      return new GatewaySettings(
          url,
          Optional.of(new Secret(TOKEN)),
          Optional.empty(),
          false,
          Duration.ofSeconds(1),
          responseTimeout,
          64 * 1024,
          Duration.ofMinutes(1),
          lane,
          lane);
    }
  }

  private static final class LogCapture extends AppenderBase<ILoggingEvent> {

    final Queue<String> lines = new ConcurrentLinkedQueue<>();

    @Override
    protected void append(ILoggingEvent event) {
      lines.add(event.getFormattedMessage());
      if (event.getThrowableProxy() != null) {
        lines.add(ThrowableProxyUtil.asString(event.getThrowableProxy()));
      }
    }
  }
}
