package caravan.rpc;

import org.apache.camel.component.grpc.GrpcComponent;
import org.apache.camel.component.grpc.GrpcConfiguration;
import org.apache.camel.spi.annotations.Component;

/** Camel's {@code grpc:}, for IPv6 too: Camel escapes the brackets of such an address, and finds no host after that. */
@Component("grpc")
public final class LeaderComponent extends GrpcComponent {

    @Override
    protected GrpcConfiguration parseConfiguration(GrpcConfiguration configuration, String uri) throws Exception {
        return super.parseConfiguration(configuration, uri.replace("%5B", "[").replace("%5D", "]"));
    }
}
