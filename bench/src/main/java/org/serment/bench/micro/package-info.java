/// JMH on what every request goes through, without a server: `./serment bench --micro`. Start with [Micro].
package org.serment.bench.micro;
