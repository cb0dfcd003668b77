package dev.orderpipeline.http;

import dev.orderpipeline.config.HttpSettings;
import dev.orderpipeline.operations.control.ControlDesk;
import dev.orderpipeline.operations.control.Release;
import dev.orderpipeline.operations.letters.Redriving;
import dev.orderpipeline.stream.CommittedOrders;
import dev.orderpipeline.stream.topics.OrderPublisher;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import io.vertx.ext.web.openapi.router.RouterBuilder;
import io.vertx.openapi.validation.ValidatedRequest;
import io.vertx.openapi.validation.ValidatorException;
import java.io.IOException;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The HTTP API of one instance. It listens first, so that its address is known, and serves once
/// there is a pipeline to ask.
public final class Api implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Api.class);
  private static final long CLOSE_SECONDS = 10;
  private static final int WORKERS = 4;
  private static final int DESKS = 2;
  private static final int MOST_IN_FLIGHT = 10_000;
  private static final long BODIES_IN_MEMORY = 64L << 20;
  private static final Map<Integer, Problem> FRAMEWORK =
      Map.of(
          404, Problem.of(404, "no_such_page", "there is nothing at this path; see /openapi.yaml"),
          405, Problem.of(405, "method_not_allowed", "this path takes other methods"),
          400, Problem.of(400, "malformed_request", "the request is malformed"));

  private final HttpSettings settings;
  private final Tokens tokens;
  private final Optional<Tls> tls;
  private final Vertx vertx;
  private final Connections connections;
  private final Listener listener;
  private final Offload offload;
  private final Waiting waiting;
  private final LongWork longWork = new LongWork();
  private @Nullable OrderPublisher publisher;
  private @Nullable Console console;
  private @Nullable Offload desks;
  private Runnable unlisten = () -> {};

  private Api(HttpSettings settings, Tokens tokens, Vertx vertx) throws IOException {
    this.settings = settings;
    this.tokens = tokens;
    this.vertx = vertx;
    this.connections = new Connections(vertx, settings.connections(), System::nanoTime);
    this.tls =
        settings.tls().isPresent()
            ? Optional.of(Tls.read(settings.tls().get(), vertx))
            : Optional.empty();
    this.listener = Listener.start(settings, tls, vertx, connections);
    this.offload = new Offload(vertx, WORKERS);
    this.waiting = new Waiting(vertx, settings.waiting());
  }

  /// Starts to listen; answers 503 for now.
  ///
  /// @throws IOException if it cannot listen, or a file that is named in the settings cannot be
  ///   used
  /// @throws IllegalArgumentException if others could connect and there is no admin token
  public static Api listen(HttpSettings settings) throws IOException {
    Tokens tokens = Tokens.of(settings);
    Vertx vertx = Vertx.vertx();
    try {
      return new Api(settings, tokens, vertx);
    } catch (IOException e) {
      vertx.close();
      throw e;
    }
  }

  /// `host:port` under which other instances reach this one.
  public String address() throws IOException {
    return listener.address();
  }

  /// For people and programs of this machine.
  public String url() {
    return listener.url();
  }

  /// Serves from now on; blocks for the moment it takes to read the OpenAPI document.
  public void serve(ApiParts parts) {
    Map<String, Object> client = new HashMap<>(parts.client());
    client.putAll(Ingress.CLIENT);
    OrderPublisher records = new OrderPublisher(client, MOST_IN_FLIGHT);
    publisher = records;
    CommittedOrders committed = parts.queries().committed();
    committed.listen(waiting);
    unlisten = () -> committed.unlisten(waiting);
    Clock clock = Clock.systemUTC();
    Peers peers = new Peers(vertx, tls, tokens.peer());
    Console page = new Console(vertx, parts, peers, offload, clock);
    console = page;
    listener.serve(routes(parts, records, peers, page, Contract.load(vertx), clock));
  }

  private Router routes(
      ApiParts parts,
      OrderPublisher records,
      Peers peers,
      Console page,
      Contract contract,
      Clock clock) {
    Access access =
        new Access(tokens, new FailedLogins(System::nanoTime), Tokens.isLoopback(settings.host()));
    OrderJson json =
        new OrderJson(parts.wakeUpAt(), parts.gates(), parts.queries().self().orElse(""));
    OrderPeers others = new OrderPeers(peers, offload);
    OrderLookup lookup = new OrderLookup(vertx, offload, parts.queries(), others, json, clock);
    OrderWait wait = new OrderWait(vertx, offload, parts.queries(), waiting, others, lookup, clock);
    OrderList list = new OrderList(parts.queries(), peers, offload, json, clock);
    RecentlyPlaced recent = new RecentlyPlaced(System::nanoTime);
    Ingress ingress = new Ingress(vertx, records, System::nanoTime);
    PlaceOrder place =
        new PlaceOrder(parts.topics().placed(), ingress, lookup, recent, json, offload, clock);
    GetOrder get = new GetOrder(lookup, wait, recent, json, clock);
    Aftermath aftermath = new Aftermath(lookup, clock);
    CancelOrder cancel = new CancelOrder(parts.topics().commands(), ingress, lookup, aftermath);
    StatusPages status =
        new StatusPages(
            parts, new Overview(parts, clock), offload, () -> !parts.hasFailed().getAsBoolean());
    Offload operators = desks();
    LetterOperations letters =
        new LetterOperations(parts, operators, aftermath, clock, System::nanoTime);
    ReplayPages replays = new ReplayPages(parts, operators, longWork, clock);
    RecoverPages recoveries = new RecoverPages(parts, operators, longWork, clock);
    ControlDesk desk = new ControlDesk(parts.client(), parts.pipelineId(), parts.topics(), clock);
    ControlPages control =
        new ControlPages(
            desk,
            new Release(
                desk,
                letters.actions(),
                new Redriving(parts.resendWindow(), Redriving.USUAL_GUARD)),
            parts.intake()::closed,
            page.feed()::views,
            operators);
    Buffer document = Contract.document();

    Map<String, Handler<RoutingContext>> operations = new HashMap<>();
    operations.put(Contract.PLACE_ORDER, call -> place.handle(call, Contract.body(call)));
    operations.put("getOrder", get::handle);
    operations.put("listOrders", list::handle);
    operations.put("listDeadLetters", new ListDeadLetters(page.cluster(), lookup)::handle);
    operations.put("getDeadLetter", letters::show);
    operations.put("redriveDeadLetter", call -> letters.redrive(call, validated(call)));
    operations.put("redriveDeadLetters", call -> letters.redriveAll(call, validated(call)));
    operations.put("discardDeadLetter", call -> letters.discard(call, validated(call)));
    operations.put(Contract.EDIT, call -> letters.edit(call, validated(call)));
    operations.put("resolveOrder", call -> letters.resolveOrder(call, validated(call)));
    operations.put("redriveOrder", call -> letters.redriveOrder(call, validated(call)));
    operations.put("cancelOrder", call -> cancel.handle(call, validated(call)));
    operations.put(Contract.REPLAY, call -> replays.replay(call, validated(call)));
    operations.put("getReplay", replays::show);
    operations.put("recover", call -> recoveries.recover(call, validated(call)));
    operations.put("getRecovery", recoveries::show);
    operations.put("getIntake", control::intake);
    operations.put("pauseIntake", call -> control.pauseIntake(call, validated(call)));
    operations.put("resumeIntake", call -> control.resumeIntake(call, validated(call)));
    operations.put("releaseIntake", call -> control.releaseIntake(call, validated(call)));
    operations.put("pauseGateway", call -> control.pauseGateway(call, validated(call)));
    operations.put("resumeGateway", call -> control.resumeGateway(call, validated(call)));
    operations.put("getGateways", status::gateways);
    operations.put("getOverview", status::overview);
    operations.put("getTopology", status::topology);
    operations.put(
        "getMetrics",
        new MetricsPage(vertx, parts.metrics(), page.cluster()::freshLag, offload)::handle);
    operations.put("getLiveness", status::live);
    operations.put("getReadiness", status::ready);
    operations.put("getContract", call -> Replies.send(call, 200, "application/yaml", document));

    Router router = Router.router(vertx);
    router.route().handler(this::count);
    router.route().handler(new SecurityHeaders(settings.tls().isPresent()));
    router.route().failureHandler(call -> failed(call, place));
    new PeerPages(parts.queries(), lookup, wait, json, offload, clock).mount(router, access);
    page.mount(router, access);
    router
        .route()
        .subRouter(
            contract.router(
                access,
                new TokenBucket(settings.rate(), settings.burst(), System::nanoTime),
                new BodyReader(vertx, BODIES_IN_MEMORY),
                operations));
    FRAMEWORK.forEach(
        (code, problem) -> router.errorHandler(code, call -> Replies.problem(call, problem)));
    return router;
  }

  /// Operators' work reads topics and waits for Kafka; it must not hold up the asking.
  private Offload desks() {
    Offload threads = new Offload(vertx, DESKS);
    desks = threads;
    return threads;
  }

  private void count(RoutingContext call) {
    connections.began(call.request());
    call.addEndHandler(_ -> connections.ended(call.request()));
    call.next();
  }

  private static JsonObject validated(RoutingContext call) {
    ValidatedRequest request =
        Objects.requireNonNull(call.get(RouterBuilder.KEY_META_DATA_VALIDATED_REQUEST));
    return Objects.requireNonNull(request.getBody().getJsonObject());
  }

  private static void failed(RoutingContext call, PlaceOrder place) {
    switch (cause(call)) {
      case Refusal refusal -> Replies.problem(call, refusal.problem());
      case ValidatorException invalid -> invalid(call, invalid, place);
      case null -> Replies.problem(call, framework(call.statusCode()));
      case HttpException http -> Replies.problem(call, framework(http.getStatusCode()));
      default -> {
        if (!call.response().closed()) {
          LOG.error("{} {} failed", call.request().method(), call.normalizedPath(), call.failure());
        }
        Replies.problem(
            call, Problem.of(500, "internal_error", "an error of this service; its log says more"));
      }
    }
  }

  /// The router wraps what the checks throw.
  private static @Nullable Throwable cause(RoutingContext call) {
    Throwable failure = call.failure();
    return failure instanceof HttpException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }

  private static Problem framework(int status) {
    return FRAMEWORK.getOrDefault(
        status, Problem.of(status < 0 ? 500 : status, "refused", "the request failed"));
  }

  /// An order is refused in the words of the pipeline, if the pipeline would refuse it too.
  private static void invalid(RoutingContext call, ValidatorException invalid, PlaceOrder place) {
    Buffer body = Contract.body(call);
    if (body.length() == 0 || !call.normalizedPath().equals("/orders")) {
      Replies.problem(call, Contract.problem(invalid));
      return;
    }
    place
        .explain(body)
        .onComplete(words ->
            Replies.problem(
                call,
                words.succeeded()
                    ? words.result().orElseGet(() -> Contract.problem(invalid))
                    : Contract.problem(invalid)));
  }

  /// Ends what is being answered, and stops to listen.
  @Override
  public void close() {
    unlisten.run();
    vertx
        .close()
        .toCompletionStage()
        .toCompletableFuture()
        .orTimeout(CLOSE_SECONDS, TimeUnit.SECONDS)
        .join();
    Console page = console;
    if (page != null) {
      page.close();
    }
    offload.close();
    longWork.close();
    Offload letters = desks;
    if (letters != null) {
      letters.close();
    }
    OrderPublisher records = publisher;
    if (records != null) {
      records.close();
    }
  }
}
