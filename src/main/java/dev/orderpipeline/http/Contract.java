package dev.orderpipeline.http;

import dev.orderpipeline.codec.OrderPlacedDecoder;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.openapi.router.OpenAPIRoute;
import io.vertx.ext.web.openapi.router.RouterBuilder;
import io.vertx.json.schema.OutputUnit;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.contract.Operation;
import io.vertx.openapi.mediatype.ContentAnalyserFactory;
import io.vertx.openapi.mediatype.MediaTypePredicate;
import io.vertx.openapi.mediatype.MediaTypeRegistry;
import io.vertx.openapi.mediatype.impl.DefaultMediaTypeRegistration;
import io.vertx.openapi.validation.RequestUtils;
import io.vertx.openapi.validation.SchemaValidationException;
import io.vertx.openapi.validation.ValidatableRequest;
import io.vertx.openapi.validation.ValidatorErrorType;
import io.vertx.openapi.validation.ValidatorException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/// The OpenAPI document, and the routes that it describes. In this order, a request needs the right
/// that its operation names, a token of the bucket if it places an order, and only then is its body
/// read and everything checked against the document.
final class Contract {

  static final String RESOURCE = "openapi.yaml";
  static final String PLACE_ORDER = "placeOrder";
  static final String EDIT = "editAndRedriveDeadLetter";
  static final String REPLAY = "replay";

  private static final String BODY = "body";
  private static final int MAX_COMMAND_BYTES = 16 * 1024;

  /// A record in a JSON string, whose quotes are escaped.
  private static final int MAX_EDIT_BYTES = 2 * OrderPlacedDecoder.MAX_BYTES;

  /// A list of orders.
  private static final int MAX_REPLAY_BYTES = 512 * 1024;

  private static final long LOAD_SECONDS = 20;

  private final Vertx vertx;
  private final OpenAPIContract contract;

  private Contract(Vertx vertx, OpenAPIContract contract) {
    this.vertx = vertx;
    this.contract = contract;
  }

  /// Reads and checks the document; blocks.
  static Contract load(Vertx vertx) {
    OpenAPIContract contract =
        OpenAPIContract.builder(vertx)
            .setContractPath(RESOURCE)
            .mediaTypeRegistry(mediaTypes())
            .build()
            .toCompletionStage()
            .toCompletableFuture()
            .orTimeout(LOAD_SECONDS, TimeUnit.SECONDS)
            .join();
    return new Contract(vertx, contract);
  }

  static MediaTypeRegistry mediaTypes() {
    return MediaTypeRegistry.createDefault()
        .register(
            new DefaultMediaTypeRegistration(
                MediaTypePredicate.ofExactTypes(Problem.CONTENT_TYPE),
                ContentAnalyserFactory.json()))
        .register(
            new DefaultMediaTypeRegistration(
                MediaTypePredicate.ofExactTypes("application/yaml"),
                ContentAnalyserFactory.noop()));
  }

  static Buffer document() {
    try (InputStream in = Contract.class.getClassLoader().getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException(RESOURCE + " is not on the class path");
      }
      return Buffer.buffer(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + RESOURCE, e);
    }
  }

  OpenAPIContract openApi() {
    return contract;
  }

  /// Routes for every operation.
  ///
  /// @param handlers by operationId: one for each operation of the document, and no other
  Router router(
      Access access,
      TokenBucket bucket,
      BodyReader bodies,
      Map<String, Handler<RoutingContext>> handlers) {
    RouterBuilder builder =
        RouterBuilder.create(
            vertx, contract, (call, operation) -> extract(call, operation, access, bucket, bodies));
    for (OpenAPIRoute route : builder.getRoutes()) {
      String id = route.getOperation().getOperationId();
      Handler<RoutingContext> handler = handlers.get(id);
      if (handler == null) {
        throw new IllegalStateException("nothing handles operation %s of the API".formatted(id));
      }
      // Rights are checked in `extract`, before the body.
      route.setDoSecurity(false).addHandler(handler);
    }
    return builder.createRouter();
  }

  private static Future<ValidatableRequest> extract(
      RoutingContext call,
      Operation operation,
      Access access,
      TokenBucket bucket,
      BodyReader bodies) {
    Optional<Problem> refusal =
        right(operation).flatMap(right -> access.check(call.request(), right));
    if (refusal.isPresent()) {
      return Future.failedFuture(new Refusal(refusal.get()));
    }
    boolean places = operation.getOperationId().equals(PLACE_ORDER);
    OptionalInt wait = places ? bucket.take() : OptionalInt.empty();
    if (wait.isPresent()) {
      return Future.failedFuture(
          new Refusal(
              Problem.later(
                  429, "rate_limited", "more orders come than are taken", wait.getAsInt())));
    }
    if (operation.getRequestBody() == null) {
      return RequestUtils.extract(call.request(), operation);
    }
    if (!isJson(call.request())) {
      return Future.failedFuture(
          new Refusal(
              Problem.of(415, "unsupported_media_type", "Content-Type must be application/json")));
    }
    int most = places ? OrderPlacedDecoder.MAX_BYTES : mostOf(operation);
    return RequestUtils.extract(
        call.request(),
        operation,
        () -> bodies.read(call, most).onSuccess(body -> call.put(BODY, body)));
  }

  private static int mostOf(Operation operation) {
    return switch (operation.getOperationId()) {
      case EDIT -> MAX_EDIT_BYTES;
      case REPLAY -> MAX_REPLAY_BYTES;
      default -> MAX_COMMAND_BYTES;
    };
  }

  /// The body as it came.
  static Buffer body(RoutingContext call) {
    Buffer body = call.get(BODY);
    return body == null ? Buffer.buffer() : body;
  }

  static Optional<Right> right(Operation operation) {
    return operation.getSecurityRequirements().stream()
        .flatMap(requirement -> requirement.getNames().stream())
        .map(Right::of)
        .findFirst();
  }

  /// `application/json`, with whatever parameters; then written as the document has it.
  private static boolean isJson(HttpServerRequest request) {
    String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
    if (type == null || !type.split(";", 2)[0].strip().equalsIgnoreCase("application/json")) {
      return false;
    }
    request.headers().set(HttpHeaders.CONTENT_TYPE, "application/json");
    return true;
  }

  /// What of a request is not as the document has it.
  static Problem problem(ValidatorException failure) {
    if (failure.type() == ValidatorErrorType.UNSUPPORTED_VALUE_FORMAT) {
      return Problem.of(415, "unsupported_media_type", "Content-Type must be application/json");
    }
    if (failure instanceof SchemaValidationException schema
        && String.valueOf(failure.getMessage()).contains("body")) {
      return Problem.of(400, "invalid_value", inBody(schema.getOutputUnit()));
    }
    String code =
        failure.type() == ValidatorErrorType.ILLEGAL_VALUE ? "not_json" : "invalid_parameter";
    return Problem.of(400, code, String.valueOf(failure.getMessage()));
  }

  /// The innermost error names the field.
  private static String inBody(OutputUnit result) {
    List<OutputUnit> errors = result.getErrors() == null ? List.of() : result.getErrors();
    return errors.stream()
        .max(Comparator.comparingInt(error -> error.getInstanceLocation().length()))
        .map(error -> field(error.getInstanceLocation()) + error.getError())
        .orElse("the body is not as the API describes it");
  }

  private static String field(String pointer) {
    String path = pointer.replaceFirst("^#/?", "").replace('/', '.');
    return path.isEmpty() ? "" : path + ": ";
  }
}
