package dev.orderpipeline.gateways;

import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.DecoderException;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.StreamResetException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/// Names for what can go wrong on the way. The names are for people; what matters, whether the
/// request may have left, is known from when it failed and not from how.
final class TransportFailure {

  private TransportFailure() {}

  static Exchange.NotSent beforeSending(Throwable failure) {
    return new Exchange.NotSent(
        switch (failure) {
          case ConnectTimeoutException _ -> "connect_timeout";
          case ConnectException _ -> "connection_refused";
          case UnknownHostException _ -> "unknown_host";
          case SSLException _ -> "tls_handshake_failed";
          case ConnectionPoolTooBusyException _ -> "connection_pool_full";
          case TimeoutException _ -> "no_connection_in_time";
          case HttpClosedException _ -> "connection_closed";
          case IOException _ -> "connect_failed";
          default -> unforeseen(failure);
        });
  }

  static Exchange.NoReply afterSending(Throwable failure) {
    return new Exchange.NoReply(
        switch (failure) {
          case HttpClosedException _ -> "connection_closed";
          case StreamResetException _ -> "stream_reset";
          case DecoderException _ -> "malformed_reply";
          case IllegalArgumentException _ -> "malformed_reply";
          case IOException _ -> "connection_reset";
          default -> unforeseen(failure);
        });
  }

  private static String unforeseen(Throwable failure) {
    return "failed_" + failure.getClass().getSimpleName().toLowerCase(Locale.ROOT);
  }
}
