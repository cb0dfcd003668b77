package dev.orderpipeline.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.contract.Operation;
import io.vertx.openapi.validation.ResponseValidator;
import io.vertx.openapi.validation.ValidatableResponse;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// Holds answers against the OpenAPI document.
public final class ContractCheck {

  private final Vertx vertx;
  private final OpenAPIContract contract;
  private final ResponseValidator validator;

  public ContractCheck(Vertx vertx) {
    this.vertx = vertx;
    this.contract = Contract.load(vertx).openApi();
    this.validator = ResponseValidator.create(vertx, contract);
  }

  public OpenAPIContract contract() {
    return contract;
  }

  public Vertx vertx() {
    return vertx;
  }

  /// Fails if the answer is not one that the document describes.
  public void check(Client.Reply reply) {
    String path = reply.path().split("\\?", 2)[0];
    Operation operation = contract.findOperation(path, HttpMethod.valueOf(reply.method()));
    if (operation == null) {
      return;
    }
    String what = reply.method() + " " + reply.path() + " " + reply.status();
    assertThat(operation.getResponse(reply.status()))
        .as("%s is in the document: %s", what, reply.response().body())
        .isNotNull();
    Map<String, String> headers =
        reply.response().headers().map().entrySet().stream()
            .collect(
                Collectors.toMap(
                    header -> header.getKey().toLowerCase(Locale.ROOT),
                    header -> header.getValue().getFirst()));
    assertThat(
            validator
                .validate(
                    ValidatableResponse.create(
                        reply.status(),
                        headers,
                        Buffer.buffer(reply.response().body()),
                        reply.header("content-type")),
                    operation.getOperationId())
                .toCompletionStage()
                .toCompletableFuture())
        .as("%s", what)
        .succeedsWithin(Duration.ofSeconds(20));
  }
}
