# Your company's certificate authority, added to those that Node.js knows.
export NODE_EXTRA_CA_CERTS=/etc/ssl/company.pem

# Node.js 22.21, 24 and newer: fetch goes through the proxy.
export NODE_USE_ENV_PROXY=1
export HTTPS_PROXY=http://proxy.example.com:3128
export NO_PROXY=localhost,127.0.0.1,truework-sandbox

node server.js
