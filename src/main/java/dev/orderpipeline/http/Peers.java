package dev.orderpipeline.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.io.IOException;
import java.io.Serial;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks other instances. Every question has an end in time, and their number a bound.
final class Peers {

  /// An answer; the connection is done with.
  record Reply(int status, Buffer body) {}

  /// An instance whose certificate is not one of those that this one believes. It has been sent
  /// nothing.
  static final class Untrusted extends IOException {
    @Serial private static final long serialVersionUID = 1;

    private Untrusted(String problem, Throwable cause) {
      super(problem, cause);
    }
  }

  private static final Logger LOG = LoggerFactory.getLogger(Peers.class);
  private static final int CONNECT_MS = 1_000;
  private static final int CONNECTIONS_EACH = 64;
  private static final int MOST_QUEUED = 2_000;
  private static final int MAX_HEADERS = 16 * 1024;
  private static final long MAX_BODY = 16L << 20;

  /// Held requests occupy their connection, so they have a pool of their own.
  private static final int HELD_EACH = 2_000;

  private final HttpClient quick;
  private final HttpClient held;
  private final Optional<String> authorization;

  /// Those that were complained of, until they are believed again.
  private final Set<String> untrusted = ConcurrentHashMap.newKeySet();

  Peers(Vertx vertx, Optional<Tls> tls, Optional<String> token) {
    this.quick = client(vertx, tls, CONNECTIONS_EACH);
    this.held = client(vertx, tls, HELD_EACH);
    this.authorization = token.map(text -> "Bearer " + text);
  }

  private static HttpClient client(Vertx vertx, Optional<Tls> tls, int connections) {
    HttpClientOptions options =
        new HttpClientOptions()
            .setConnectTimeout(CONNECT_MS)
            .setMaxHeaderSize(MAX_HEADERS)
            .setKeepAliveTimeout(20);
    tls.ifPresent(certificates ->
        options.setSsl(true).setVerifyHost(true).setTrustOptions(certificates.others()));
    return vertx.createHttpClient(
        options, new PoolOptions().setHttp1MaxSize(connections).setMaxWaitQueueSize(MOST_QUEUED));
  }

  /// Fails if the instance does not answer in time, or at all.
  Future<Reply> ask(String address, String uri, Duration patience) {
    return ask(quick, address, uri, patience);
  }

  /// The same, for a question that takes long to answer by its nature.
  Future<Reply> hold(String address, String uri, Duration patience) {
    return ask(held, address, uri, patience);
  }

  private Future<Reply> ask(HttpClient client, String address, String uri, Duration patience) {
    int colon = address.lastIndexOf(':');
    String host = address.substring(0, colon).replaceAll("[\\[\\]]", "");
    RequestOptions options =
        new RequestOptions()
            .setMethod(HttpMethod.GET)
            .setHost(host)
            .setPort(Integer.parseInt(address.substring(colon + 1)))
            .setURI(uri)
            .setConnectTimeout(CONNECT_MS)
            .setTimeout(patience.toMillis())
            .setIdleTimeout(patience.toMillis());
    authorization.ifPresent(value -> options.putHeader(HttpHeaders.AUTHORIZATION, value));
    return client
        .request(options)
        .compose(request -> request.send())
        .compose(Peers::whole)
        .onSuccess(_ -> untrusted.remove(address))
        .recover(failure -> Future.failedFuture(judged(address, failure)));
  }

  /// Everything else may pass; this takes a person, who is told once.
  private Throwable judged(String address, Throwable failure) {
    Optional<CertificateException> reason =
        Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
            .filter(CertificateException.class::isInstance)
            .map(CertificateException.class::cast)
            .findFirst();
    if (reason.isEmpty()) {
      return failure;
    }
    String problem =
        "the certificate of %s is not trusted here (%s); http.tls.trusted says which are"
            .formatted(address, reason.get().getMessage());
    if (untrusted.add(address)) {
      LOG.warn("instance {} is not asked: {}", address, problem);
    }
    return new Untrusted(problem, failure);
  }

  private static Future<Reply> whole(HttpClientResponse response) {
    String length = response.getHeader(HttpHeaders.CONTENT_LENGTH);
    if (length == null || Long.parseLong(length) > MAX_BODY) {
      response.request().reset();
      return Future.failedFuture("an instance answered with a body of " + length + " bytes");
    }
    return response.body().map(body -> new Reply(response.statusCode(), body));
  }
}
