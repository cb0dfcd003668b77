package dev.orderpipeline.simulation.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.orderpipeline.gateways.AnswerClassifier;
import dev.orderpipeline.gateways.Exchange;
import dev.orderpipeline.gateways.GatewayClient;
import dev.orderpipeline.gateways.GatewayRequest;
import dev.orderpipeline.simulation.gateways.EffectRequest;
import dev.orderpipeline.simulation.gateways.EffectRequestJson;
import dev.orderpipeline.simulation.gateways.Endpoint;
import dev.orderpipeline.simulation.gateways.GatewayAnswer;
import dev.orderpipeline.simulation.gateways.GatewayBooks.Begun;
import dev.orderpipeline.simulation.gateways.Problem;
import dev.orderpipeline.simulation.gateways.Ticket;
import java.time.Duration;
import java.util.Optional;

/// Everything between the pipeline's processes and the gateways' books: it delays, loses, repeats
/// and makes up. What an exchange means is for the production classifier to say.
final class Network {

  private static final int LONG_AGO = 180_000;

  private final World world;
  private final AnswerClassifier classifier;
  private int underway;

  Network(World world) {
    this.world = world;
    this.classifier = new AnswerClassifier(world.clock(), Duration.ofMinutes(1));
  }

  GatewayClient clientOf(SimProcess process, SimThread thread) {
    return (request, onAnswer) -> {
      thread.reach(Point.CALLING);
      Flight flight = new Flight(world, classifier, thread, request, onAnswer);
      process.run(() -> send(flight));
      thread.reach(Point.CALLED);
    };
  }

  /// Whether nothing is on its way.
  boolean quiet() {
    return underway == 0;
  }

  private void send(Flight flight) {
    GatewayRequest request = flight.request();
    world.judge().left(request);
    CallFate fate = world.fate(request);
    world
        .trace()
        .add(() -> flight.thread().name() + " calls " + describe(request) + ": " + fate);
    int timeout =
        fate == CallFate.HUNG ? world.setup().hungMillis() : world.setup().timeoutMillis();
    later(timeout, () -> flight.end(new Exchange.NoReply("timeout")));
    switch (fate.arrival()) {
      case NEVER -> {
        if (fate.repliesByItself()) {
          later(latency(), () -> flight.end(fate.reply()));
        }
      }
      case ONCE -> arriveAfter(latency(), flight, fate);
      case TWICE -> {
        arriveAfter(latency(), flight, fate);
        arriveAfter(latency() + world.plan().choose(10) * world.plan().choose(2_000), flight, fate);
      }
      case LATE -> arriveAfter(timeout + world.plan().choose(LONG_AGO), flight, fate);
    }
  }

  private void arriveAfter(int millis, Flight flight, CallFate fate) {
    later(millis, () -> arrive(flight, fate));
  }

  private void arrive(Flight flight, CallFate fate) {
    GatewayRequest request = flight.request();
    if (flight.age().compareTo(world.setup().policy().resendWindow()) >= 0) {
      // No network keeps a request for a day, however far the clock has jumped.
      flight.end(new Exchange.NoReply("connection_reset"));
      return;
    }
    world.trace().add(() -> describe(request) + " arrives");
    Endpoint endpoint = endpoint(request);
    if (endpoint.query()) {
      back(
          flight,
          fate,
          world.gateways().books().query(request.step().gateway(), request.idempotencyKey()));
      return;
    }
    switch (EffectRequestJson.parse(endpoint, request.idempotencyKey(), request.body())) {
      case EffectRequestJson.Parsed.Malformed(String detail) -> {
        world.judge().ownMistake(request, "malformed: " + detail);
        back(flight, fate, Problem.MALFORMED_REQUEST.answer(detail));
      }
      case EffectRequestJson.Parsed.Valid(EffectRequest effect) -> begin(flight, fate, effect);
    }
  }

  private void begin(Flight flight, CallFate fate, EffectRequest effect) {
    switch (world.gateways().books().begin(effect, world.clock().instant())) {
      case Begun.Answered(GatewayAnswer answer) -> back(flight, fate, answer);
      case Begun.Proceed(Ticket ticket) -> {
        int life = world.gateways().life();
        int work =
            fate == CallFate.SLOW
                ? world.setup().timeoutMillis() + world.plan().choose(60_000)
                : world.plan().choose(4) * latency();
        later(work, () -> apply(flight, fate, ticket, life));
      }
    }
  }

  private void apply(Flight flight, CallFate fate, Ticket ticket, int life) {
    if (life != world.gateways().life()) {
      flight.end(new Exchange.NoReply("connection_reset"));
      return;
    }
    GatewayAnswer answer = world.gateways().books().apply(ticket, world.clock().instant());
    world.gateways().books().finish(ticket);
    back(flight, fate, answer);
  }

  private void back(Flight flight, CallFate fate, GatewayAnswer answer) {
    world
        .trace()
        .add(() ->
            "the gateway answers %s: %d %s"
                .formatted(describe(flight.request()), answer.status(), code(answer)));
    if (answer.status() == 422 && code(answer).contains("idempotency_key_reused")) {
      world.judge().ownMistake(flight.request(), "its key was used with another payload");
    }
    if (fate.losesTheAnswer()) {
      return;
    }
    Exchange exchange =
        fate.repliesByItself()
            ? fate.reply()
            : new Exchange.Replied(
                answer.status(),
                Optional.of(answer.contentType()),
                Optional.empty(),
                answer.body(),
                true);
    later(latency(), () -> flight.end(exchange));
  }

  private static String code(GatewayAnswer answer) {
    return new String(answer.body(), UTF_8);
  }

  private void later(int millis, Runnable action) {
    underway++;
    world.queue().after(millis, () -> {
      underway--;
      action.run();
    });
  }

  /// Mostly milliseconds, now and then more, so that answers overtake each other.
  private int latency() {
    int base = 1 + world.plan().choose(20);
    return world.plan().choose(8) == 0 ? base * 40 : base;
  }

  static String describe(GatewayRequest request) {
    return request.method() + " " + request.step().label() + " " + request.idempotencyKey();
  }

  private static Endpoint endpoint(GatewayRequest request) {
    boolean query = request.method().equals("GET");
    return switch (request.step()) {
      case CHARGE -> query ? Endpoint.CHARGE_QUERY : Endpoint.CHARGES;
      case RESERVE -> query ? Endpoint.RESERVATION_QUERY : Endpoint.RESERVATIONS;
      case REFUND -> Endpoint.REFUNDS;
      case RELEASE -> Endpoint.RELEASES;
    };
  }
}
