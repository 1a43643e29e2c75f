/* All kinds of modules in C. An allocator that keeps a picture of the cluster includes <workbench/sdk.h>, too. */
#ifndef WORKBENCH_H
#define WORKBENCH_H

#include <workbench/allocator.h>
#include <workbench/anonymous.h>
#include <workbench/authenticatee.h>
#include <workbench/authenticator.h>
#include <workbench/hook.h>
#include <workbench/isolator.h>
#include <workbench/qos_controller.h>
#include <workbench/resource_estimator.h>
#include <workbench/test_module.h>

#endif
