package flow;

import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.h2.H2Backend;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.wire.message.MongoMessage;
import org.h2.mvstore.MVStore;

/**
 * mongo-java-server on one file. As shipped it commits in the background, and a kill takes about a second of what it had
 * acknowledged; here nothing is acknowledged that is not committed.
 */
public final class StandIn {
  private StandIn() {}

  private static final class CommittingBackend extends H2Backend {
    CommittingBackend(MVStore store) {
      super(store);
    }

    @Override
    public Document handleMessage(MongoMessage message) {
      Document reply = super.handleMessage(message);
      getMvStore().commit();
      return reply;
    }
  }

  /** The file, and the port on 127.0.0.1. */
  public static void main(String[] arguments) {
    MVStore store = new MVStore.Builder().fileName(arguments[0]).autoCommitDisabled().open();
    MongoServer server = new MongoServer(new CommittingBackend(store));
    Runtime.getRuntime().addShutdownHook(new Thread(server::shutdownNow));
    server.bind("127.0.0.1", Integer.parseInt(arguments[1]));
  }
}
