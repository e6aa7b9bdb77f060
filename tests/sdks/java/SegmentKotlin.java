import com.segment.analytics.kotlin.core.compat.ConfigurationBuilder;
import com.segment.analytics.kotlin.core.compat.JavaAnalytics;
import java.util.Map;

/** The client speaks HTTPS only, so it is given a port that ends TLS. */
class SegmentKotlin {
  public static void main(String[] arguments) throws Exception {
    var host = System.getenv("HILO_TLS_HOST") + "/v1";
    var configuration =
        new ConfigurationBuilder(System.getenv("HILO_KEY"))
            .setApplication("hilo")
            .setApiHost(host)
            .setCdnHost(host)
            .setFlushAt(2)
            .setFlushInterval(1)
            .build();
    var client = new JavaAnalytics(configuration);
    client.identify(System.getenv("HILO_USER"), Map.of("email", System.getenv("HILO_EMAIL"), "firstName", "Ana"));
    for (int n = 0; n < 3; n++) client.track("Order Completed", Map.of("n", n));
    client.flush();
    Thread.sleep(8_000);
    System.exit(0);
  }
}
