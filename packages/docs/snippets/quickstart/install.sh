# In a copy of this repository: writes packed/client.tgz and the others.
npm run pack

# In your project, here beside the copy:
npm init --yes
npm pkg set type=module
npm install ../truework-legacy/packed/client.tgz ../truework-legacy/packed/sandbox.tgz
