import com.segment.analytics.Analytics;
import com.segment.analytics.Callback;
import com.segment.analytics.messages.IdentifyMessage;
import com.segment.analytics.messages.Message;
import com.segment.analytics.messages.TrackMessage;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

class SegmentJava {
  public static void main(String[] arguments) throws Exception {
    var posted = new CountDownLatch(4);
    var told =
        new Callback() {
          public void success(Message message) {
            posted.countDown();
          }

          public void failure(Message message, Throwable error) {
            error.printStackTrace();
            System.exit(1);
          }
        };
    var client = Analytics.builder(System.getenv("HILO_KEY")).endpoint(System.getenv("HILO_URL")).callback(told).build();
    var user = System.getenv("HILO_USER");
    client.enqueue(
        IdentifyMessage.builder().userId(user).traits(Map.of("email", System.getenv("HILO_EMAIL"), "firstName", "Ana")));
    for (int n = 0; n < 3; n++) {
      client.enqueue(TrackMessage.builder("Order Completed").userId(user).properties(Map.of("n", n)));
    }
    client.flush();
    if (!posted.await(60, TimeUnit.SECONDS)) System.exit(2);
    client.shutdown();
    System.exit(0);
  }
}
